import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";

import { forgetSession } from "../session/signOut";
import { ApiError } from "./error";

/** The cache of what was read. An answer that wants a sign-in ends the session of the page, wherever it comes from. */
export function createQueries(): QueryClient {
  const onError = (error: unknown) => {
    const ended = error instanceof ApiError && error.status === 401 && error.type !== SIGN_IN_FAILED;
    if (ended) forgetSession(client);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 10_000, retry: (count, error) => count < 2 && mayPass(error) },
    },
  });
  return client;
}

const SIGN_IN_FAILED = "not-authenticated/invalid-username-or-password";

/** Whether the same request may succeed a moment later: a refusal is one and stays one. */
function mayPass(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 502;
}
