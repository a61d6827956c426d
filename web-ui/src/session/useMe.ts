import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, rememberCsrfToken, take } from "../api/client";
import { ApiError } from "../api/error";
import type { Me } from "../api/types";

/** Who is signed in; `null` for nobody. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async (): Promise<Me | null> => {
    try {
      const me = await take(api.GET("/api/v1/me"));
      rememberCsrfToken(me.csrf_token);
      return me;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** The person who is signed in. Only for pages behind the sign-in. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error("a page behind the sign-in was drawn without a session");
  return data;
}
