import type { ReactNode } from "react";

import { classes } from "./classes";

export type Tone = "neutral" | "accent" | "good" | "fence" | "danger";

const tones: Record<Tone, string> = {
  neutral: "bg-hover text-soft",
  accent: "bg-accent-wash text-accent",
  good: "bg-good-wash text-good",
  fence: "bg-fence-wash text-fence",
  danger: "bg-danger-wash text-danger",
};

/** A word or two about the state of something. */
export function Badge({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={classes(
        "inline-flex h-5 items-center gap-1 rounded px-1.5 text-xs font-medium whitespace-nowrap",
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
