import type { File } from "../../api/types";
import { m } from "../../messages";
import { Badge } from "../../ui/Badge";
import { Fact, Facts } from "../../ui/Facts";
import { formatBytes, formatCount } from "../../ui/format";
import { Time } from "../../ui/Time";
import { allowedActs } from "../may";

/** The facts about a file or a folder. */
export function DetailsTab({ entry }: { entry: File }) {
  const words = m.files.panel;
  return (
    <Facts>
      <Fact label={words.type}>
        {entry.type === "directory" ? m.files.folder : (entry.mime_type ?? m.files.file)}
      </Fact>
      {entry.type === "file" && (
        <Fact label={words.size}>
          <span title={formatCount(entry.size)}>{formatBytes(entry.size)}</span>
        </Fact>
      )}
      <Fact label={words.changed}>
        <Time at={entry.mtime} form="exact" />
      </Fact>
      <Fact label={words.created}>
        <Time at={entry.created_at} form="exact" />
      </Fact>
      <Fact label={words.path}>
        <span className="font-mono text-xs break-all">/{entry.path}</span>
      </Fact>
      {entry.sha256 && (
        <Fact label={words.sha256}>
          <span className="font-mono text-xs break-all">{entry.sha256}</span>
        </Fact>
      )}
      {entry.permissions != null && (
        <Fact label={words.youMay}>
          <span className="flex flex-wrap gap-1">
            {allowedActs(entry).map((act) => (
              <Badge key={act}>{act}</Badge>
            ))}
          </span>
        </Fact>
      )}
    </Facts>
  );
}
