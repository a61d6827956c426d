import { m } from "../../messages";
import { useMe } from "../../session/useMe";
import { Page } from "../../shell/Page";
import { Card } from "../../ui/Card";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { FenceCard } from "./FenceCard";
import { FolderTree } from "./FolderTree";
import { GrantsCard } from "./GrantsCard";
import { Reachers } from "./Reachers";
import { folderLabel } from "./reasons";

/** Who may do what in a folder: the tree with its fences, the grants, and what comes of them. */
export function PermissionsPage({ path }: { path: string }) {
  const me = useMe();
  return (
    <Page wide>
      <PageHeader title={m.permissions.title} lead={m.permissions.lead} />
      <div className="grid items-start gap-4 lg:grid-cols-[17rem_1fr]">
        <FolderTree current={path} />
        <div className="flex min-w-0 flex-col gap-4">
          <h2 className="px-1 font-mono text-lg font-semibold break-all">{folderLabel(path)}</h2>
          {!me.administers && <Notice>{m.permissions.readOnly}</Notice>}
          <div className="grid items-start gap-4 2xl:grid-cols-[1fr_26rem]">
            <div className="flex min-w-0 flex-col gap-4">
              <FenceCard path={path} readOnly={!me.administers} />
              <GrantsCard path={path} readOnly={!me.administers} />
            </div>
            <Card title={m.permissions.who} lead={m.permissions.whoLead}>
              <Reachers path={path} />
            </Card>
          </div>
        </div>
      </div>
    </Page>
  );
}
