import { m } from "../../messages";
import { Badge } from "../../ui/Badge";

const EVERYTHING = 10;

/** Capabilities as words. All ten are one word. */
export function Capabilities({ names }: { names: string[] }) {
  if (names.length === 0) return <Badge>{m.permissions.nothing}</Badge>;
  if (names.length >= EVERYTHING) return <Badge tone="accent">{m.permissions.everything}</Badge>;
  return (
    <span className="mt-1 flex flex-wrap gap-1">
      {names.map((name) => (
        <Badge key={name}>{m.words.capability[name] ?? name}</Badge>
      ))}
    </span>
  );
}
