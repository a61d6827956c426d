import { useQuery } from "@tanstack/react-query";

import { ApiKeys } from "../../account/ApiKeys";
import { SshKeys } from "../../account/SshKeys";
import { api, take } from "../../api/client";
import type { User } from "../../api/types";
import { m } from "../../messages";
import { useMe } from "../../session/useMe";
import { Page } from "../../shell/Page";
import { BackLink } from "../../ui/BackLink";
import { Card } from "../../ui/Card";
import { Fact, Facts } from "../../ui/Facts";
import { Problem } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { SkeletonRows } from "../../ui/Skeleton";
import { Time } from "../../ui/Time";
import { useConnectionLabel } from "../queries";
import { RoleBadge, StateBadge } from "./badges";
import { EffectiveAccess } from "./EffectiveAccess";
import { PersonActs } from "./PersonActs";
import { PersonGroups } from "./PersonGroups";

/** A person: who they are, what they reach and why, and what they sign in with. */
export function PersonPage({ id }: { id: number }) {
  const me = useMe();
  const person = useQuery({
    queryKey: ["users", id],
    queryFn: () => take(api.GET("/api/rest/v1/users/{id}", { params: { path: { id } } })),
  });
  const user = person.data;
  return (
    <Page>
      <BackLink to="/admin/people" label={m.people.back} />
      <Problem error={person.error} />
      {!user && !person.error && <SkeletonRows />}
      {user && (
        <>
          <PageHeader
            title={user.name ?? user.username}
            lead={
              <span className="flex flex-wrap items-center gap-2">
                {user.username}
                <StateBadge user={user} />
                <RoleBadge user={user} />
              </span>
            }
            actions={me.administers && <PersonActs user={user} />}
          />
          <div className="grid items-start gap-4 lg:grid-cols-[1fr_20rem]">
            <div className="flex min-w-0 flex-col gap-4">
              <EffectiveAccess user={user} />
              <SshKeys userId={user.id} readOnly={!me.administers} />
              <ApiKeys userId={user.id} readOnly={!me.administers} />
            </div>
            <div className="flex flex-col gap-4 max-lg:order-first">
              <Profile user={user} />
              <PersonGroups userId={user.id} />
            </div>
          </div>
        </>
      )}
    </Page>
  );
}

function Profile({ user }: { user: User }) {
  const connectionLabel = useConnectionLabel();
  return (
    <Card title={m.people.profile}>
      <Facts>
        {user.email && <Fact label={m.people.email}>{user.email}</Fact>}
        <Fact label={m.people.directory}>
          {connectionLabel(user.sso_strategy_id) ?? m.people.directories.none}
        </Fact>
        <Fact label={m.people.signsIn}>{m.people.methods[user.authentication_method]}</Fact>
        <Fact label={m.people.seat}>{user.billable ? m.people.counts : m.people.free}</Fact>
        <Fact label={m.people.memberSince}>
          <Time at={user.created_at} />
        </Fact>
        <Fact label={m.people.firstLogin}>
          {user.first_login_at ? <Time at={user.first_login_at} /> : m.common.never}
        </Fact>
        <Fact label={m.people.lastLogin}>
          {user.last_login_at ? <Time at={user.last_login_at} /> : m.common.never}
        </Fact>
      </Facts>
    </Card>
  );
}
