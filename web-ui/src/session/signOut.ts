import type { QueryClient } from "@tanstack/react-query";

import { api, rememberCsrfToken, takeLocation } from "../api/client";
import { closeEvents } from "./useEvents";
import { meQuery } from "./useMe";

/**
 * Ends the session, and loads a page anew: nothing that was read with it stays in memory. Where a directory signed the person
 * in and can sign them out, that page is the directory's, which sends them back here.
 */
export async function signOut() {
  // The page would take the end of its stream for a session that was cut.
  closeEvents();
  const directory = await takeLocation(api.POST("/api/v1/sign_out"));
  location.assign(directory ?? "/sign-in?cause=signed-out");
}

/** Forgets all that was read with the session, which has ended. */
export function forgetSession(client: QueryClient) {
  rememberCsrfToken(undefined);
  client.setQueryData(meQuery.queryKey, null);
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== "me" });
}
