import type { QueryClient } from "@tanstack/react-query";

import { api, rememberCsrfToken, take } from "../api/client";
import { meQuery } from "./useMe";

/** Ends the session, and forgets all that was read with it. */
export async function signOut(client: QueryClient) {
  await take(api.DELETE("/api/rest/v1/sessions"));
  forgetSession(client);
}

/** Forgets all that was read with the session, which has ended. */
export function forgetSession(client: QueryClient) {
  rememberCsrfToken(undefined);
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== "me" });
  client.setQueryData(meQuery.queryKey, null);
}
