import { changeHeaders, encodePath } from "../../api/client";
import { ApiError } from "../../api/error";
import { m } from "../../messages";

type Report = (sent: number, bytesPerSecond: number) => void;

/** Uploads one file, whole or not at all. `fetch` can't tell how far it is, so this is an XMLHttpRequest. */
export function sendFile(
  path: string,
  file: Blob & { lastModified: number },
  signal: AbortSignal,
  report: Report,
) {
  return new Promise<void>((resolve, reject) => {
    const request = new XMLHttpRequest();
    const changed = new Date(file.lastModified).toISOString();
    const query = new URLSearchParams({ mkdir_parents: "true", provided_mtime: changed });
    request.open("PUT", `/api/rest/v1/files/${encodePath(path)}?${query.toString()}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    for (const [name, value] of Object.entries(changeHeaders())) request.setRequestHeader(name, value);
    const speed = speedometer();
    request.upload.onprogress = (event) => report(event.loaded, speed(event.loaded));
    request.onload = () => (request.status < 300 ? resolve() : reject(refusal(request)));
    request.onerror = () => reject(new ApiError("unreachable", m.transfers.lost, 0));
    request.onabort = () => reject(new ApiError("aborted", m.transfers.cancelled, 0));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function refusal(request: XMLHttpRequest): ApiError {
  try {
    return ApiError.read(request.status, JSON.parse(request.responseText));
  } catch {
    return ApiError.read(request.status, undefined);
  }
}

/** Bytes a second over the last three seconds. */
function speedometer(): (sent: number) => number {
  const marks: [at: number, sent: number][] = [[performance.now(), 0]];
  return (sent) => {
    const now = performance.now();
    marks.push([now, sent]);
    while (marks.length > 2 && now - (marks[0]?.[0] ?? now) > 3000) marks.shift();
    const [at, before] = marks[0] ?? [now, sent];
    return now > at ? ((sent - before) * 1000) / (now - at) : 0;
  };
}
