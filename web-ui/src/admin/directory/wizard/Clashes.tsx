import type { ClashingName } from "../../../api/types";
import { m } from "../../../messages";
import { Notice } from "../../../ui/Notice";

const words = m.wizard.preview;

/** The names that somebody else has here, and whose they are. */
export function Clashes({ clashes }: { clashes: ClashingName[] }) {
  return (
    <Notice kind="caution" title={words.clashes}>
      <p>{words.clashText}</p>
      <ul aria-label={words.clashes} className="mt-2 flex max-h-60 flex-col gap-1 overflow-y-auto">
        {clashes.map((clash) => (
          <li key={`${clash.kind} ${clash.name}`} className="break-words">
            <span className="text-muted">{words.clashKind[clash.kind]}</span>{" "}
            <span className="font-medium">{clash.name}</span>{" "}
            {clash.owner == null ? words.ownedHere : words.ownedBy(clash.owner)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
