import {
  File as FileIcon,
  FileArchive,
  FileAudio,
  FileCode,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileVideo,
  Folder,
  type LucideIcon,
} from "lucide-react";

import type { File } from "../api/types";
import { classes } from "../ui/classes";

const kinds: [RegExp, LucideIcon][] = [
  [/^image\//, FileImage],
  [/^audio\//, FileAudio],
  [/^video\//, FileVideo],
  [/zip|tar|compressed|7z/, FileArchive],
  [/spreadsheet|excel|csv/, FileSpreadsheet],
  [/json|xml|javascript|html|x-sh/, FileCode],
  [/^text\/|pdf|document|msword/, FileText],
];

/** The picture of a folder, or of a file's kind. */
export function EntryIcon({
  entry,
  className,
}: {
  entry: Pick<File, "type" | "mime_type">;
  className?: string;
}) {
  const folder = entry.type === "directory";
  const Icon = folder
    ? Folder
    : (kinds.find(([pattern]) => pattern.test(entry.mime_type ?? ""))?.[1] ?? FileIcon);
  return (
    <Icon
      aria-hidden
      strokeWidth={1.6}
      className={classes(
        "size-5 shrink-0",
        folder ? "fill-accent-wash text-accent" : "text-muted",
        className,
      )}
    />
  );
}
