import { m } from "../messages";

/** Grey lines in the place of rows that are on their way. */
export function SkeletonRows({ count = 8 }: { count?: number }) {
  return (
    <div role="status" aria-label={m.common.loading} className="divide-y divide-line">
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="flex h-11 items-center gap-4 px-4">
          <div className="skeleton h-3.5" style={{ width: `${22 + ((index * 13) % 25)}%` }} />
          <div className="skeleton ml-auto h-3.5 w-24" />
        </div>
      ))}
    </div>
  );
}
