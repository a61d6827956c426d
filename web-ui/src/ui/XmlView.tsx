import type { ReactNode } from "react";

interface XmlViewProps {
  label: string;
  /** XML as text; what is none shows as it is. */
  text: string;
}

/** XML, set out in lines and coloured by what its parts are. */
export function XmlView({ label, text }: XmlViewProps) {
  return (
    <pre
      aria-label={label}
      tabIndex={0}
      className="max-h-128 overflow-auto rounded-lg border border-line bg-sunken p-3.5 font-mono text-xs leading-5 whitespace-pre-wrap break-all"
    >
      {setOut(text).map((line, index) => (
        <span key={index} className="block">
          {highlight(line)}
        </span>
      ))}
    </pre>
  );
}

/** One line for each element, indented by its depth; an element that holds nothing but text stays on one. */
function setOut(text: string): string[] {
  const parts = text.match(/<[^>]*>|[^<]+/g) ?? [text];
  const lines: string[] = [];
  let depth = 0;
  let holdsText = false;
  for (const part of parts) {
    if (part.trim() === "") continue;
    const closes = part.startsWith("</");
    if (closes) depth = Math.max(0, depth - 1);
    if (!part.startsWith("<") || (closes && holdsText)) {
      lines[Math.max(0, lines.length - 1)] = (lines.at(-1) ?? "") + part.trim();
    } else {
      lines.push("  ".repeat(depth) + part);
    }
    holdsText = !part.startsWith("<");
    if (part.startsWith("<") && !closes && !/^<[?!]|\/>$/.test(part)) depth += 1;
  }
  return lines;
}

const TOKEN = /(<\/?[\w:.-]+|\/?>)|([\w:.-]+)(=)("[^"]*"|'[^']*')/g;

function highlight(line: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of line.matchAll(TOKEN)) {
    const [whole, tag, name, equals, value] = match;
    parts.push(line.slice(end, match.index));
    end = match.index + whole.length;
    parts.push(
      tag ? (
        <span key={match.index} className="text-accent">
          {tag}
        </span>
      ) : (
        <span key={match.index}>
          <span className="text-fence">{name}</span>
          {equals}
          <span className="text-good">{value}</span>
        </span>
      ),
    );
  }
  parts.push(line.slice(end));
  return parts;
}
