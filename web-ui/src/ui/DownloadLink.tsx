import { Download } from "lucide-react";

import { buttonClass } from "./Button";

interface DownloadLinkProps {
  path: string;
  /** What narrows down what is sent. */
  query?: Record<string, string | number | boolean>;
  label: string;
}

/** A button that has the browser fetch a file from the API. */
export function DownloadLink({ path, query = {}, label }: DownloadLinkProps) {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  const address = search.size > 0 ? `${path}?${search.toString()}` : path;
  return (
    <a href={address} download className={buttonClass()}>
      <Download aria-hidden className="size-4" />
      {label}
    </a>
  );
}
