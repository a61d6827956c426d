const units = ["B", "KB", "MB", "GB", "TB", "PB"];

/** A number of bytes as people read it: 1.4 MB. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit] ?? ""}`;
}

const number = new Intl.NumberFormat("en");

/** A count with its thousands apart. */
export function formatCount(count: number): string {
  return number.format(count);
}
