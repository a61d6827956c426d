import { FolderOpen, FolderSearch, FolderX, Inbox } from "lucide-react";

import { isNotFound } from "../api/error";
import { m } from "../messages";
import { ButtonLink } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { Problem } from "../ui/Notice";

interface EmptyFolderProps {
  isTop: boolean;
  filter: string;
  isWritable: boolean;
}

/** In the place of rows: why there are none, and what comes next. */
export function EmptyFolder({ isTop, filter, isWritable }: EmptyFolderProps) {
  if (filter) {
    return (
      <EmptyState icon={FolderSearch} title={m.files.noMatchTitle}>
        {m.files.noMatch(filter)}
      </EmptyState>
    );
  }
  if (isTop && !isWritable) {
    return (
      <EmptyState icon={Inbox} title={m.files.emptyTopTitle}>
        {m.files.emptyTop}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={FolderOpen} title={m.files.emptyTitle}>
      {isWritable ? m.files.emptyWritable : m.files.emptyReadOnly}
    </EmptyState>
  );
}

/** In the place of a folder that can't be shown. */
export function FolderProblem({ error }: { error: unknown }) {
  if (!isNotFound(error)) return <Problem error={error} />;
  return (
    <EmptyState
      icon={FolderX}
      title={m.files.goneTitle}
      action={
        <ButtonLink href="/files" look="primary">
          {m.files.toTop}
        </ButtonLink>
      }
    >
      {m.files.gone}
    </EmptyState>
  );
}
