import { m } from "../messages";

/** Says that what one sees follows what happens. */
export function LiveMark() {
  return (
    <span className="inline-flex items-center gap-2 text-sm font-medium text-good">
      <span aria-hidden className="size-2 animate-pulse rounded-full bg-good" />
      {m.sessions.live}
    </span>
  );
}
