import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";

import type { Page } from "./client";

interface ListOptions {
  /** Reads again every so many milliseconds: a list that is looked at while it grows. */
  every?: number | false;
}

/** A list that the API gives in pages, read on as one goes down. */
export function useList<T>(
  key: readonly unknown[],
  read: (cursor: string | undefined) => Promise<Page<T>>,
  { every = false }: ListOptions = {},
) {
  const query = useInfiniteQuery({
    queryKey: key,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => read(pageParam),
    getNextPageParam: (last) => last.next,
    refetchInterval: every,
  });
  const { fetchNextPage, data } = query;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return {
    items,
    error: query.error,
    isPending: query.isPending,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore,
  };
}

/** The parts of a query that say something: empty texts are left out. */
export function stated<T extends Record<string, unknown>>(
  query: T,
): Partial<{ [K in keyof T]: NonNullable<T[K]> }> {
  return Object.fromEntries(
    Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== ""),
  ) as Partial<{ [K in keyof T]: NonNullable<T[K]> }>;
}
