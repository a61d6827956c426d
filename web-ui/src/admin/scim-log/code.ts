import type { Tone } from "../../ui/Badge";

/** How an answer looks. */
export function toneOfCode(code: string): Tone {
  if (code.startsWith("2")) return "good";
  return code.startsWith("5") || code === "401" ? "danger" : "fence";
}
