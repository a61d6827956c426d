import type { ReactNode } from "react";

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

interface JsonViewProps {
  label: string;
  /** JSON as text; what is none shows as it is. */
  text: string;
}

/** JSON, set out in lines and coloured by what its parts are. */
export function JsonView({ label, text }: JsonViewProps) {
  return (
    <pre
      aria-label={label}
      tabIndex={0}
      className="max-h-128 overflow-auto rounded-lg border border-line bg-sunken p-3.5 font-mono text-xs leading-5 whitespace-pre-wrap break-all"
    >
      {highlight(setOut(text))}
    </pre>
  );
}

function setOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function highlight(json: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of json.matchAll(TOKEN)) {
    const [whole, text, colon, word] = match;
    parts.push(json.slice(end, match.index));
    end = match.index + whole.length;
    const look = text ? (colon ? "text-accent" : "text-good") : word ? "text-fence" : "text-danger";
    parts.push(
      <span key={match.index} className={look}>
        {text ?? whole}
      </span>,
      colon ?? "",
    );
  }
  parts.push(json.slice(end));
  return parts;
}
