import { Check } from "lucide-react";

import { classes } from "../ui/classes";

interface CheckMarkProps {
  label: string;
  isChecked: boolean;
  onChange: () => void;
  tabIndex?: number;
}

/** A box to tick in a list of very many: a bare element, as thousands pass by while one scrolls. */
export function CheckMark({ label, isChecked, onChange, tabIndex = 0 }: CheckMarkProps) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={isChecked}
      aria-label={label}
      tabIndex={tabIndex}
      onClick={(event) => {
        event.stopPropagation();
        onChange();
      }}
      className="grid size-8 cursor-pointer place-items-center"
    >
      <span
        className={classes(
          "grid size-4 place-items-center rounded border",
          isChecked ? "border-accent bg-accent text-on-accent" : "border-edge bg-raised",
        )}
      >
        {isChecked && <Check aria-hidden strokeWidth={3} className="size-3" />}
      </span>
    </button>
  );
}
