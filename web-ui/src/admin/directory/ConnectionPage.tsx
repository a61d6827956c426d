import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useState } from "react";

import { api, take } from "../../api/client";
import type { SsoStrategy } from "../../api/types";
import { m } from "../../messages";
import { useMe } from "../../session/useMe";
import { Page } from "../../shell/Page";
import { BackLink } from "../../ui/BackLink";
import { Button } from "../../ui/Button";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Problem } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { SkeletonRows } from "../../ui/Skeleton";
import { Tabs } from "../../ui/Tabs";
import { tell } from "../../ui/toast";
import { connectionQuery } from "../queries";
import { ConnectionBadges } from "./DirectoryPage";
import { OverviewTab } from "./OverviewTab";
import { RulesTab } from "./rules/RulesTab";
import { SamlTab } from "./saml/SamlTab";
import { TokensCard } from "./tokens/TokensCard";

interface ConnectionPageProps {
  id: number;
  tab: string | undefined;
  onTab: (tab: string) => void;
}

/** A connection to a directory: how it stands, how people sign in, its rules, its tokens. */
export function ConnectionPage({ id, tab, onTab }: ConnectionPageProps) {
  const me = useMe();
  const { data: connection, error } = useQuery({
    ...connectionQuery(id),
    refetchInterval: 10_000,
  });
  const provider = connection && m.words.provider[connection.provider];
  return (
    <Page>
      <BackLink to="/admin/directory" label={m.directory.back} />
      <Problem error={error} />
      {!connection && !error && <SkeletonRows />}
      {connection && (
        <>
          <PageHeader
            title={connection.label}
            lead={
              <span className="flex flex-wrap items-center gap-2">
                {connection.label !== provider && provider}
                <ConnectionBadges connection={connection} />
              </span>
            }
            actions={me.administers && <DeleteConnection connection={connection} />}
          />
          <Tabs
            label={connection.label}
            selected={tab}
            onSelect={onTab}
            tabs={[
              {
                id: "overview",
                label: m.directory.tabs.overview,
                content: <OverviewTab connection={connection} readOnly={!me.administers} />,
              },
              {
                id: "sign-in",
                label: m.directory.tabs.signIn,
                content: <SamlTab connection={connection} readOnly={!me.administers} />,
              },
              {
                id: "rules",
                label: m.directory.tabs.rules,
                content: <RulesTab connection={connection} readOnly={!me.administers} />,
              },
              {
                id: "tokens",
                label: m.directory.tabs.tokens,
                content: <TokensCard connection={connection} readOnly={!me.administers} />,
              },
            ]}
          />
        </>
      )}
    </Page>
  );
}

function DeleteConnection({ connection }: { connection: SsoStrategy }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    await take(api.DELETE("/api/rest/v1/sso_strategies/{id}", { params: { path: { id: connection.id } } }));
    await client.invalidateQueries({ queryKey: ["connections"], refetchType: "none" });
    tell(m.directory.deleted);
    await navigate({ to: "/admin/directory" });
  };
  return (
    <>
      <Button look="danger" onPress={() => setAsking(true)}>
        <Trash2 aria-hidden className="size-4" />
        {m.directory.delete}
      </Button>
      {asking && (
        <ConfirmDialog
          title={m.directory.deleteTitle(connection.label)}
          action={m.directory.delete}
          onConfirm={remove}
          onClose={() => setAsking(false)}
        >
          {m.directory.deleteText}
        </ConfirmDialog>
      )}
    </>
  );
}
