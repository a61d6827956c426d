import { join } from "../paths";
import type { Transfer } from "./queue";

/** A file to be uploaded, with its path below the folder that it was dropped on. */
export interface Found {
  path: string;
  file: Transfer["file"];
}

/** Which of the files would take the place of one that is in the folder already. */
export function findTaken(found: Found[], entries: { display_name: string }[]): Found[] {
  const names = new Set(entries.map((entry) => entry.display_name));
  return found.filter(({ path }) => names.has(path));
}

/** Reads what was dropped: files, and folders with everything in them. */
export async function readDropped(data: DataTransfer): Promise<Found[]> {
  // The list is emptied as soon as the event is over, so all entries are taken before anything is awaited.
  const taken = [...data.items].map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const found = await Promise.all(
    taken.map((item) => (item instanceof File ? readChosen([item]) : readEntry(item))),
  );
  return found.flat();
}

/** Reads what a file dialog gave: of a folder, the files come with their paths below it. */
export function readChosen(files: FileList | File[]): Found[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

async function readEntry(entry: FileSystemEntry | null, above = ""): Promise<Found[]> {
  if (!entry) return [];
  const path = join(above, entry.name);
  if (entry instanceof FileSystemFileEntry) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path, file }];
  }
  if (!(entry instanceof FileSystemDirectoryEntry)) return [];
  const found: Found[] = [];
  const reader = entry.createReader();
  for (;;) {
    // It gives a hundred at a time, and an empty list at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return found;
    for (const child of some) found.push(...(await readEntry(child, path)));
  }
}
