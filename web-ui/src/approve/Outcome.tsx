import { Check, X } from "lucide-react";

import { m } from "../messages";
import { GreetingPage } from "../session/GreetingPage";
import { Button, ButtonLink } from "../ui/Button";
import { classes } from "../ui/classes";

/** What a person decided. */
export type Decision = "let-in" | "refused";

/** Says what has become of it, and where to go from here. */
export function Outcome({ decision, onAgain }: { decision: Decision; onAgain: () => void }) {
  const isIn = decision === "let-in";
  const words = isIn ? m.approve.letIn : m.approve.refused;
  const Icon = isIn ? Check : X;
  return (
    <GreetingPage title={words.title} lead={words.lead}>
      <div
        aria-hidden
        className={classes(
          "mx-auto grid size-20 place-items-center rounded-full",
          isIn ? "bg-good-wash text-good" : "bg-danger-wash text-danger",
        )}
      >
        <Icon className="size-10" strokeWidth={2.25} />
      </div>
      {isIn ? (
        <ButtonLink href="/files" className="w-full">
          {m.approve.letIn.files}
        </ButtonLink>
      ) : (
        <Button onPress={onAgain} className="w-full">
          {m.approve.refused.again}
        </Button>
      )}
    </GreetingPage>
  );
}
