import { queryOptions } from "@tanstack/react-query";

import { api, take } from "../../api/client";

/** What is open now: everybody's for admins, one's own for others. */
export const liveSessionsQuery = queryOptions({
  queryKey: ["live-sessions"],
  queryFn: () => take(api.GET("/api/v1/sessions/live")),
});
