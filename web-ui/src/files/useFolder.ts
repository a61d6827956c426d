import { infiniteQueryOptions, queryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";

import { api, take, takePage } from "../api/client";
import type { File } from "../api/types";

const FIRST_PAGE = 500;
const PAGE = 10_000;

/** What is in a folder, page by page: a short first one, so that something shows at once. */
export function folderQuery(path: string) {
  return infiniteQueryOptions({
    queryKey: ["folder", path],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      takePage(
        api.GET("/api/rest/v1/folders/{path}", {
          params: {
            path: { path },
            query: pageParam ? { cursor: pageParam, per_page: PAGE } : { per_page: FIRST_PAGE },
          },
        }),
      ),
    getNextPageParam: (last) => last.next,
    // A listing of 100,000 entries is replaced, not compared entry by entry.
    structuralSharing: false,
  });
}

/** A file or a folder by itself, with what the person may do there. */
export function entryQuery(path: string) {
  return queryOptions({
    queryKey: ["entry", path],
    queryFn: () => take(api.GET("/api/rest/v1/file_actions/find/{path}", { params: { path: { path } } })),
  });
}

/** Everything in a folder; it reads on by itself until it has all. */
export function useFolder(path: string) {
  const query = useInfiniteQuery(folderQuery(path));
  const { hasNextPage, isFetching, fetchNextPage, data, error } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !error) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage, error]);
  const entries = useMemo<File[]>(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  return { entries, isPending: query.isPending, isComplete: !hasNextPage, error };
}
