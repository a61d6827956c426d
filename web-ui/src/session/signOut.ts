import type { QueryClient } from "@tanstack/react-query";

import { api, rememberCsrfToken, take } from "../api/client";
import { meQuery } from "./useMe";

/** Ends the session, and loads the page anew: nothing that was read with it stays in memory. */
export async function signOut() {
  await take(api.DELETE("/api/rest/v1/sessions"));
  location.assign("/sign-in?cause=signed-out");
}

/** Forgets all that was read with the session, which has ended. */
export function forgetSession(client: QueryClient) {
  rememberCsrfToken(undefined);
  client.setQueryData(meQuery.queryKey, null);
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== "me" });
}
