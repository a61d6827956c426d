import { useQueryClient } from "@tanstack/react-query";

import { api, take } from "../../api/client";
import type { SsoStrategyChange } from "../../api/types";

/** Changes a connection, and reads it again everywhere. */
export function useChangeConnection(id: number) {
  const client = useQueryClient();
  return async (body: SsoStrategyChange) => {
    await take(api.PATCH("/api/rest/v1/sso_strategies/{id}", { params: { path: { id } }, body }));
    await client.invalidateQueries({ queryKey: ["connections"] });
  };
}
