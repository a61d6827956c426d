import { Link } from "@tanstack/react-router";
import { Check } from "lucide-react";

import type { DirectoryCheck, SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { classes } from "../../../ui/classes";
import { STEPS, isDone, stepsOf, type Step } from "./steps";

interface StepperProps {
  /** Nothing while the directory is being chosen. */
  connection?: SsoStrategy;
  checks?: DirectoryCheck[];
  current: Step | "choose";
}

/** Where one is on the way; every step can be gone back to. */
export function Stepper({ connection, checks = [], current }: StepperProps) {
  const steps = ["choose" as const, ...(connection ? stepsOf(connection) : STEPS)];
  const position = steps.indexOf(current) + 1;
  return (
    <nav aria-label={m.wizard.stepOf(position, steps.length)} className="pb-5">
      <p className="pb-2 text-xs font-medium text-muted sm:hidden">
        {m.wizard.stepOf(position, steps.length)}: {m.wizard.steps[current]}
      </p>
      <ol className="flex items-center gap-2">
        {steps.map((step, index) => (
          <li key={step} className="flex flex-1 items-center gap-2 last:flex-none">
            <StepLink
              step={step}
              index={index}
              connection={connection}
              isDone={connection !== undefined && (step === "choose" || isDone(step, connection, checks))}
              isCurrent={step === current}
            />
            {index < steps.length - 1 && <span aria-hidden className="h-px min-w-3 flex-1 bg-line" />}
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface StepLinkProps {
  step: Step | "choose";
  index: number;
  connection: SsoStrategy | undefined;
  isDone: boolean;
  isCurrent: boolean;
}

function StepLink({ step, index, connection, isDone: done, isCurrent }: StepLinkProps) {
  const face = (
    <>
      <span
        className={classes(
          "grid size-6 shrink-0 place-items-center rounded-full border text-xs font-semibold",
          isCurrent
            ? "border-accent bg-accent text-on-accent"
            : done
              ? "border-transparent bg-good-wash text-good"
              : "border-line bg-surface text-muted",
        )}
      >
        {done && !isCurrent ? <Check aria-hidden className="size-3.5" /> : index + 1}
      </span>
      <span className={classes("max-sm:sr-only", isCurrent ? "font-semibold" : "text-muted")}>
        {m.wizard.steps[step]}
        {done && <span className="sr-only"> ({m.wizard.stepDone})</span>}
      </span>
    </>
  );
  const look = "flex items-center gap-2 rounded-md whitespace-nowrap";
  if (!connection || step === "choose") {
    return (
      <span className={look} {...(isCurrent ? { "aria-current": "step" as const } : {})}>
        {face}
      </span>
    );
  }
  return (
    <Link
      to="/admin/directory/$id/setup"
      params={{ id: String(connection.id) }}
      search={{ step }}
      className={classes(look, "hover:text-accent")}
      {...(isCurrent ? { "aria-current": "step" as const } : {})}
    >
      {face}
    </Link>
  );
}
