const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const seconds = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** A moment, in words that fit how long ago it was; the exact time shows when one points at it. */
export function Time({ at, form = "short" }: { at: string; form?: "short" | "exact" | "log" }) {
  const date = new Date(at);
  return (
    <time dateTime={at} title={exact.format(date)} className="whitespace-nowrap tabular-nums">
      {form === "exact" ? exact.format(date) : form === "log" ? logTime(date) : shortTime(date, new Date())}
    </time>
  );
}

function logTime(date: Date): string {
  return sameDay(date, new Date()) ? seconds.format(date) : `${day.format(date)}, ${seconds.format(date)}`;
}

function shortTime(date: Date, now: Date): string {
  const minutes = Math.round((date.getTime() - now.getTime()) / 60_000);
  if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
  if (sameDay(date, now)) return clock.format(date);
  const days = Math.round(minutes / 1440);
  if (Math.abs(days) < 7) return relative.format(days, "day");
  return day.format(date);
}

function sameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString();
}
