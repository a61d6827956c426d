import { queryOptions, type QueryClient } from "@tanstack/react-query";

import { api, takePage } from "../../api/client";

/** All fences that one administers: a site has far fewer than folders. */
export const fencesQuery = queryOptions({
  queryKey: ["fences"],
  queryFn: async () => (await takePage(api.GET("/api/rest/v1/behaviors"))).items,
});

const affected = new Set(["fences", "grants", "who", "explain", "folder", "entry"]);

/** Reads again whatever grants and fences have a say in. */
export function refreshAccess(client: QueryClient) {
  return client.invalidateQueries({ predicate: ({ queryKey: [kind] }) => affected.has(String(kind)) });
}
