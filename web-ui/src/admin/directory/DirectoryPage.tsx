import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Building2, ChevronRight, Plus } from "lucide-react";
import type { SsoStrategy } from "../../api/types";
import { m } from "../../messages";
import { useMe } from "../../session/useMe";
import { Page } from "../../shell/Page";
import { Badge } from "../../ui/Badge";
import { ButtonLink } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { formatCount } from "../../ui/format";
import { Problem } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { ProviderMark } from "../../ui/ProviderMark";
import { SkeletonRows } from "../../ui/Skeleton";
import { Sheet } from "../../ui/Table";
import { connectionsQuery } from "../queries";

/** The company directories that say who people are. */
export function DirectoryPage() {
  const me = useMe();
  const { data, error, isPending } = useQuery(connectionsQuery);
  const connect = me.administers && (
    <ButtonLink href="/admin/directory/new" look="primary">
      <Plus aria-hidden className="size-4" />
      {m.directory.add}
    </ButtonLink>
  );
  return (
    <Page>
      <PageHeader
        title={m.directory.title}
        lead={m.directory.lead}
        actions={data?.length ? connect : undefined}
      />
      <Problem error={error} className="mb-3" />
      <Sheet>
        {isPending && <SkeletonRows count={2} />}
        {data?.length === 0 && (
          <EmptyState icon={Building2} title={m.directory.emptyTitle} action={connect}>
            {m.directory.empty}
          </EmptyState>
        )}
        <ul className="divide-y divide-line">
          {data?.map((connection) => (
            <ConnectionRow key={connection.id} connection={connection} />
          ))}
        </ul>
      </Sheet>
    </Page>
  );
}

function ConnectionRow({ connection }: { connection: SsoStrategy }) {
  const people = m.directory.people(formatCount(connection.user_count), connection.user_count !== 1);
  return (
    <li className="relative grid grid-cols-[auto_1fr_auto] items-center gap-x-4 gap-y-2 px-4 py-4 hover:bg-hover sm:grid-cols-[auto_1fr_auto_auto]">
      <span className="grid size-10 shrink-0 place-items-center rounded-lg bg-accent-wash text-accent">
        <ProviderMark provider={connection.provider} logo={connection.logo_url} />
      </span>
      <div className="min-w-0">
        <Link
          to="/admin/directory/$id"
          params={{ id: String(connection.id) }}
          className="text-base font-semibold wrap-anywhere after:absolute after:inset-0 hover:text-accent"
        >
          {connection.label}
        </Link>
        <p className="text-muted">
          {m.words.provider[connection.provider]} · {people}
        </p>
      </div>
      <span className="max-sm:order-last max-sm:col-span-2 max-sm:col-start-2">
        <ConnectionBadges connection={connection} />
      </span>
      <ChevronRight aria-hidden className="size-4 text-muted" />
    </li>
  );
}

/** How a connection stands, in a few words. */
export function ConnectionBadges({ connection }: { connection: SsoStrategy }) {
  const ready = connection.saml.certificates.length > 0;
  return (
    <span className="flex flex-wrap gap-1.5">
      {!ready && <Badge tone="fence">{m.directory.notReady}</Badge>}
      {connection.preview && <Badge tone="fence">{m.directory.preview}</Badge>}
      {connection.enabled ? (
        <Badge tone="good">{m.directory.enabled}</Badge>
      ) : (
        <Badge tone="danger">{m.directory.disabled}</Badge>
      )}
      <Badge tone={connection.scim_enabled ? "good" : "neutral"}>
        {connection.scim_enabled ? m.directory.scimOn : m.directory.scimOff}
      </Badge>
    </span>
  );
}
