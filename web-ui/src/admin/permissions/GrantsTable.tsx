import { Link } from "@tanstack/react-router";
import { Building, Trash2, User, Users } from "lucide-react";

import type { Permission } from "../../api/types";
import { m } from "../../messages";
import { Badge } from "../../ui/Badge";
import { IconButton } from "../../ui/Button";
import { classes } from "../../ui/classes";
import { ActionsTh, Table, Td, Th } from "../../ui/Table";
import { folderLabel } from "./reasons";
import { subjectName } from "./subject";

interface GrantsTableProps {
  rows: { grant: Permission; stopped: boolean }[];
  path: string;
  readOnly: boolean;
  onRemove: (grant: Permission) => void;
}

/** Who has which level, and where it was given. Only what stands on this folder is removed here. */
export function GrantsTable({ rows, path, readOnly, onRemove }: GrantsTableProps) {
  return (
    <Table
      label={m.permissions.grants}
      head={
        <>
          <Th>{m.permissions.subject}</Th>
          <Th>{m.permissions.level}</Th>
          <Th>{m.permissions.from}</Th>
          <Th className="max-md:hidden">{m.permissions.scope}</Th>
          <ActionsTh label={m.common.actions} />
        </>
      }
    >
      {rows.map(({ grant, stopped }) => (
        <tr key={grant.id} className={classes(stopped && "text-muted")}>
          <Td>
            <span className="flex items-center gap-2.5">
              <SubjectIcon grant={grant} />
              <span className="font-medium break-all">{subjectName(grant)}</span>
            </span>
          </Td>
          <Td>
            {stopped ? (
              <span className="flex flex-wrap items-center gap-1.5">
                <s>{m.words.level[grant.permission]}</s>
                <Badge tone="fence">{m.permissions.stopped}</Badge>
              </span>
            ) : (
              <Badge tone="accent">{m.words.level[grant.permission]}</Badge>
            )}
          </Td>
          <Td>
            {grant.path === path ? (
              m.permissions.grantsHere
            ) : (
              <Link
                to="/admin/permissions/$"
                params={{ _splat: grant.path }}
                className="break-all underline decoration-line underline-offset-2 hover:text-accent"
              >
                {folderLabel(grant.path)}
              </Link>
            )}
          </Td>
          <Td className="text-muted max-md:hidden">
            {grant.recursive ? m.permissions.below : m.permissions.notBelow}
          </Td>
          <Td className="w-12 text-right">
            {!readOnly && grant.path === path && (
              <IconButton
                size="small"
                label={m.permissions
                  .takeAwayTitle(m.words.level[grant.permission], subjectName(grant))
                  .replace("?", "")}
                onPress={() => onRemove(grant)}
              >
                <Trash2 aria-hidden className="size-4" />
              </IconButton>
            )}
          </Td>
        </tr>
      ))}
    </Table>
  );
}

function SubjectIcon({ grant }: { grant: Permission }) {
  const Icon = grant.user_id != null ? User : grant.partner_id != null ? Building : Users;
  return <Icon aria-hidden className="size-4 shrink-0 text-muted" />;
}
