import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, take, takePage } from "../api/client";
import { stated } from "../api/useList";
import type { Option } from "../ui/FindField";

/** All directory connections: a site has a few. */
export const connectionsQuery = queryOptions({
  queryKey: ["connections"],
  queryFn: async () => (await takePage(api.GET("/api/rest/v1/sso_strategies"))).items,
});

/** A directory connection. */
export function connectionQuery(id: number) {
  return queryOptions({
    queryKey: ["connections", id],
    queryFn: () => take(api.GET("/api/rest/v1/sso_strategies/{id}", { params: { path: { id } } })),
  });
}

/** What a connection is called; nothing for people and groups of no directory. */
export function useConnectionLabel(): (id: number | null | undefined) => string | undefined {
  const { data } = useQuery(connectionsQuery);
  return (id) => data?.find((connection) => connection.id === id)?.label;
}

const FOUND = 20;

/** The first few people whose name holds a text. */
export function usePeopleOptions(search: string): Option[] {
  const { data } = useQuery({
    queryKey: ["users", "options", search],
    queryFn: () =>
      takePage(
        api.GET("/api/rest/v1/users", { params: { query: { ...stated({ search }), per_page: FOUND } } }),
      ),
  });
  return (data?.items ?? []).map((user) => ({
    id: user.id,
    label: user.name ?? user.username,
    detail: user.name ? user.username : undefined,
  }));
}

/** The first few groups whose name holds a text. */
export function useGroupOptions(search: string): Option[] {
  const { data } = useQuery({
    queryKey: ["groups", "options", search],
    queryFn: () =>
      takePage(
        api.GET("/api/rest/v1/groups", { params: { query: { ...stated({ search }), per_page: FOUND } } }),
      ),
  });
  return (data?.items ?? []).map((group) => ({ id: group.id, label: group.name }));
}

/** Grants that match a query, all of them. */
export function grantsQuery(query: {
  path?: string;
  user_id?: number;
  group_id?: number;
  include_groups?: boolean;
}) {
  return queryOptions({
    queryKey: ["grants", query],
    queryFn: async () =>
      (
        await takePage(
          api.GET("/api/rest/v1/permissions", { params: { query: { ...query, per_page: 10_000 } } }),
        )
      ).items,
  });
}

/** Memberships that match a query, all of them. */
export function membersQuery(query: { user_id?: number; group_id?: number }) {
  return queryOptions({
    queryKey: ["members", query],
    queryFn: async () =>
      (
        await takePage(
          api.GET("/api/rest/v1/group_users", { params: { query: { ...query, per_page: 10_000 } } }),
        )
      ).items,
  });
}
