import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus, ShieldCheck, ShieldOff, UserMinus } from "lucide-react";
import { useState } from "react";

import { api, take } from "../../api/client";
import type { Group, GroupUser } from "../../api/types";
import { m } from "../../messages";
import { Avatar } from "../../ui/Avatar";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { formatCount } from "../../ui/format";
import { MoreMenu } from "../../ui/Menu";
import { Problem } from "../../ui/Notice";
import { SkeletonRows } from "../../ui/Skeleton";
import { tell, tellProblem } from "../../ui/toast";
import { membersQuery } from "../queries";
import { AddMemberDialog } from "./AddMemberDialog";

interface MembersProps {
  group: Group;
  readOnly: boolean;
}

/** Who is in a group, and who says so: the directory, a sign-in, an administrator here. */
export function Members({ group, readOnly }: MembersProps) {
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<GroupUser>();
  const members = useQuery(membersQuery({ group_id: group.id }));
  const refresh = () =>
    client.invalidateQueries({ predicate: ({ queryKey: [kind] }) => affected.has(String(kind)) });
  const setAdmin = async (member: GroupUser) => {
    const body = { group_id: group.id, user_id: member.user_id, admin: !member.admin };
    await take(api.PATCH("/api/rest/v1/group_users/{id}", { params: { path: { id: member.id } }, body }));
    await refresh();
  };
  const remove = async (member: GroupUser) => {
    const query = { group_id: group.id, user_id: member.user_id };
    await take(api.DELETE("/api/rest/v1/group_users/{id}", { params: { path: { id: member.id }, query } }));
    await refresh();
    tell(m.groups.removed(member.username));
  };
  return (
    <Card
      title={m.groups.members}
      lead={members.data && m.groups.count(formatCount(members.data.length), members.data.length !== 1)}
      action={
        !readOnly && (
          <Button onPress={() => setAdding(true)}>
            <Plus aria-hidden className="size-4" />
            {m.groups.addMember}
          </Button>
        )
      }
    >
      <Problem error={members.error} />
      {members.isPending && <SkeletonRows count={3} />}
      {members.data?.length === 0 && <p className="text-muted">{m.groups.noMembers}</p>}
      <ul aria-label={m.groups.members} className="flex flex-col divide-y divide-line">
        {members.data?.map((member) => (
          <MemberRow
            key={member.user_id}
            member={member}
            readOnly={readOnly}
            onAdmin={() => void setAdmin(member).catch(tellProblem)}
            onRemove={() => setLeaving(member)}
          />
        ))}
      </ul>
      {adding && <AddMemberDialog group={group} onAdded={refresh} onClose={() => setAdding(false)} />}
      {leaving && (
        <ConfirmDialog
          title={m.groups.removeTitle(leaving.username, group.name)}
          action={m.groups.remove}
          onConfirm={() => remove(leaving)}
          onClose={() => setLeaving(undefined)}
        >
          {m.groups.removeText}
        </ConfirmDialog>
      )}
    </Card>
  );
}

/** What was read that a membership has a say in. */
const affected = new Set(["groups", "members", "users", "who", "explain"]);

interface MemberRowProps {
  member: GroupUser;
  readOnly: boolean;
  onAdmin: () => void;
  onRemove: () => void;
}

function MemberRow({ member, readOnly, onAdmin, onRemove }: MemberRowProps) {
  return (
    <li className="flex items-center gap-3 py-2.5 first:pt-0 last:pb-0">
      <Avatar name={member.username} />
      <div className="min-w-0 flex-1">
        <Link
          to="/admin/people/$id"
          params={{ id: String(member.user_id) }}
          className="font-medium break-all hover:text-accent hover:underline"
        >
          {member.username}
        </Link>
        <p className="text-xs text-muted">
          {member.origins.map((origin) => m.words.origin[origin] ?? origin).join(", ")}
        </p>
      </div>
      {member.admin && <Badge tone="accent">{m.groups.admin}</Badge>}
      {!readOnly && (
        <MoreMenu
          label={m.common.actionsFor(member.username)}
          entries={[
            {
              id: "admin",
              label: member.admin ? m.groups.takeAdmin : m.groups.makeAdmin,
              icon: member.admin ? <ShieldOff aria-hidden /> : <ShieldCheck aria-hidden />,
              onAction: onAdmin,
            },
            {
              id: "remove",
              label: m.groups.remove,
              icon: <UserMinus aria-hidden />,
              onAction: onRemove,
              danger: true,
            },
          ]}
        />
      )}
    </li>
  );
}
