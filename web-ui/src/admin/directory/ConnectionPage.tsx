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
import { ConnectionBadges } from "./DirectoryPage";
import { RulesForm } from "./RulesForm";
import { SetupTab } from "./SetupTab";
import { TokensCard } from "./TokensCard";

/** A connection to a directory: its set-up, its rules, its tokens. */
export function ConnectionPage({ id }: { id: number }) {
  const me = useMe();
  const { data: connection, error } = useQuery({
    queryKey: ["connections", id],
    queryFn: () => take(api.GET("/api/rest/v1/sso_strategies/{id}", { params: { path: { id } } })),
  });
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
                {m.words.provider[connection.provider]}
                <ConnectionBadges connection={connection} />
              </span>
            }
            actions={me.administers && <DeleteConnection connection={connection} />}
          />
          <Tabs
            label={connection.label}
            tabs={[
              {
                id: "setup",
                label: m.directory.tabs.setup,
                content: <SetupTab connection={connection} readOnly={!me.administers} />,
              },
              {
                id: "rules",
                label: m.directory.tabs.rules,
                content: <RulesForm key={connection.id} connection={connection} readOnly={!me.administers} />,
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
