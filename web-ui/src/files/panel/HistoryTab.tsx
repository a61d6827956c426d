import { useQuery } from "@tanstack/react-query";

import { api, takePage } from "../../api/client";
import type { File } from "../../api/types";
import { describeAction } from "../../admin/audit/describe";
import { m } from "../../messages";
import { Problem } from "../../ui/Notice";
import { SkeletonRows } from "../../ui/Skeleton";
import { Time } from "../../ui/Time";

/** What was done to a file, or in a folder, newest first. */
export function HistoryTab({ entry }: { entry: File }) {
  const history = useQuery({
    queryKey: ["history", entry.type, entry.path],
    queryFn: () => {
      const options = { params: { path: { path: entry.path }, query: { per_page: 50 } } };
      // The top folder's history is all of it.
      if (entry.path === "")
        return takePage(api.GET("/api/rest/v1/history", { params: { query: { per_page: 50 } } }));
      return takePage(
        entry.type === "file"
          ? api.GET("/api/rest/v1/history/files/{path}", options)
          : api.GET("/api/rest/v1/history/folders/{path}", options),
      );
    },
  });
  if (history.isPending) return <SkeletonRows count={4} />;
  if (history.error) return <Problem error={history.error} />;
  if (history.data.items.length === 0) return <p className="text-muted">{m.files.panel.historyEmpty}</p>;
  return (
    <ol className="flex flex-col gap-3">
      {history.data.items.map((action) => (
        <li key={action.id} className="border-l-2 border-line pl-3">
          <p className="break-words">
            <span className="font-medium">{action.username ?? m.audit.stranger}</span>{" "}
            {lowerFirst(describeAction(action))}
          </p>
          <p className="text-xs text-muted">
            <Time at={action.when} /> · {m.words.interface[action.interface] ?? action.interface}
          </p>
        </li>
      ))}
    </ol>
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
