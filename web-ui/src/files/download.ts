import { api, encodePath, take } from "../api/client";
import type { File } from "../api/types";

/** Downloads files one after the other. Each is asked about first, so that a refusal is a message and not a broken file. */
export async function download(entries: File[]) {
  for (const entry of entries) {
    const stat = await take(
      api.GET("/api/rest/v1/files/{path}", {
        params: { path: { path: entry.path }, query: { action: "stat" } },
      }),
    );
    // The route may answer with content, too; `stat` never does.
    const address = typeof stat === "object" ? stat.download_uri : undefined;
    save(address ?? `/api/rest/v1/files/${encodePath(entry.path)}?action=redirect`, entry.display_name);
  }
}

function save(address: string, name: string) {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
