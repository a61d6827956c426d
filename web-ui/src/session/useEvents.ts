import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { meQuery } from "./useMe";

let open: EventSource | undefined;

/** Ends the stream of events, before the session that it belongs to. */
export function closeEvents() {
  open?.close();
}

/** Follows what the server tells open pages: access that changed is read again at once, a cut session ends the page. */
export function useEvents() {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource("/api/v1/events");
    open = source;
    let opened = false;
    source.onmessage = (event: MessageEvent<string>) => heed(client, event.data);
    source.onopen = () => {
      // What changed while the stream was broken off was told to nobody.
      if (opened) void client.invalidateQueries();
      opened = true;
    };
    // The browser connects again by itself, except where it was refused: then the session may be gone.
    source.onerror = () => void client.invalidateQueries({ queryKey: meQuery.queryKey });
    return () => source.close();
  }, [client]);
}

function heed(client: QueryClient, data: string) {
  const { type } = JSON.parse(data) as { type: string };
  if (type === "access_changed") void client.invalidateQueries();
  if (type === "session_cut") void client.invalidateQueries({ queryKey: meQuery.queryKey });
}
