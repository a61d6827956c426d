import { useEffect, useRef } from "react";

import { m } from "../messages";
import { Button } from "./Button";

interface LoadMoreProps {
  hasMore: boolean;
  isLoading: boolean;
  onLoad: () => void;
}

/** The end of a list that goes on: it reads on when it comes into view, or when it is pressed. */
export function LoadMore({ hasMore, isLoading, onLoad }: LoadMoreProps) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = end.current;
    if (!element || !hasMore || isLoading) return;
    const observer = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && onLoad());
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasMore, isLoading, onLoad]);
  if (!hasMore) return null;
  return (
    <div ref={end} className="flex justify-center border-t border-line p-3">
      <Button look="quiet" onPress={onLoad} isPending={isLoading}>
        {isLoading ? m.common.loading : m.common.more}
      </Button>
    </div>
  );
}
