import { stated } from "../../api/useList";

/** The filters of the audit log, as they stand in the address of the page. */
export interface AuditFilters {
  action?: string;
  interface?: string;
  outcome?: string;
  path?: string;
  ip?: string;
  user_id?: string;
  from?: string;
  until?: string;
}

export const FILTER_NAMES = [
  "action",
  "interface",
  "outcome",
  "path",
  "ip",
  "user_id",
  "from",
  "until",
] as const;

/** The same, as the API wants them. The last day is meant to be in it. */
export function toQuery(filters: AuditFilters) {
  const { from, until, user_id, path, ...rest } = filters;
  return stated({
    ...rest,
    path: path?.replace(/^\/+|\/+$/g, ""),
    user_id: user_id ? Number(user_id) : undefined,
    start_at: from ? dayStart(from, 0) : undefined,
    end_at: until ? dayStart(until, 1) : undefined,
  });
}

function dayStart(day: string, daysLater: number): string | undefined {
  const date = new Date(`${day}T00:00:00`);
  if (Number.isNaN(date.getTime())) return undefined;
  date.setDate(date.getDate() + daysLater);
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
