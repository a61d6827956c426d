/** The path of a name in a folder; the top folder's path is empty. */
export function join(folder: string, name: string): string {
  return folder ? `${folder}/${name}` : name;
}

/** The folder that something is in. */
export function parentOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

/** The last name of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether a path is a folder itself or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}

/** A folder and all above it, from the top down. */
export function ancestry(path: string): string[] {
  const names = path ? path.split("/") : [];
  return ["", ...names.map((_, index) => names.slice(0, index + 1).join("/"))];
}

/** Whether a name can be one. */
export function isName(name: string): boolean {
  return name.trim() !== "" && name !== "." && name !== ".." && !name.includes("/") && !name.includes("\0");
}
