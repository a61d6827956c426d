import { stated } from "../../api/useList";

export const SCIM_LOG_FILTERS = ["search", "code", "connection", "from", "until"] as const;

/** What the log is narrowed down to, as the page's address holds it. */
export type ScimLogFilters = Partial<Record<(typeof SCIM_LOG_FILTERS)[number], string>>;

/** The filters as the API takes them. Days are whole days of whoever looks, the last one included. */
export function toQuery(filters: ScimLogFilters) {
  return stated({
    search: filters.search,
    http_response_code: filters.code ? Number(filters.code) : undefined,
    sso_strategy_id: filters.connection ? Number(filters.connection) : undefined,
    start_at: filters.from ? startOf(filters.from, 0) : undefined,
    end_at: filters.until ? startOf(filters.until, 1) : undefined,
  });
}

function startOf(day: string, later: number): string | undefined {
  const date = new Date(`${day}T00:00:00`);
  if (Number.isNaN(date.getTime())) return undefined;
  date.setDate(date.getDate() + later);
  return date.toISOString();
}
