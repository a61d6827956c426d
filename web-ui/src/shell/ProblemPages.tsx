import { Compass, HeartCrack } from "lucide-react";

import { explainError } from "../api/error";
import { m } from "../messages";
import { Button, ButtonLink } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <main className="grid h-full place-items-center">
      <EmptyState
        isPage
        icon={Compass}
        title={m.errors.notFoundTitle}
        action={
          <ButtonLink href="/files" look="primary">
            {m.errors.home}
          </ButtonLink>
        }
      >
        {m.errors.notFound}
      </EmptyState>
    </main>
  );
}

/** A page that could not be drawn. */
export function CrashPage({ error }: { error: unknown }) {
  return (
    <main className="grid h-full place-items-center">
      <EmptyState
        isPage
        icon={HeartCrack}
        title={m.errors.crashTitle}
        action={
          <Button look="primary" onPress={() => location.reload()}>
            {m.errors.reload}
          </Button>
        }
      >
        <p>{m.errors.crash}</p>
        <p className="mt-3 font-mono text-xs">{explainError(error)}</p>
      </EmptyState>
    </main>
  );
}
