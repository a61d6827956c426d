import { Link } from "@tanstack/react-router";

import { Reachers } from "../../admin/permissions/Reachers";
import { m } from "../../messages";
import { buttonClass } from "../../ui/Button";

interface AccessTabProps {
  folder: string;
  isFile: boolean;
}

/** Who reaches the folder, and why. */
export function AccessTab({ folder, isFile }: AccessTabProps) {
  return (
    <div className="flex flex-col gap-4">
      {isFile && <p className="text-muted">{m.files.panel.filesInFolder}</p>}
      <Reachers path={folder} />
      <Link to="/admin/permissions/$" params={{ _splat: folder }} className={buttonClass()}>
        {m.files.panel.managePermissions}
      </Link>
    </div>
  );
}
