import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { api, take } from "../api/client";
import type { AskingSignIn } from "../api/types";
import { m } from "../messages";
import { GreetingPage } from "../session/GreetingPage";
import { meQuery } from "../session/useMe";
import { Problem } from "../ui/Notice";
import { Asking } from "./Asking";
import { CodeForm } from "./CodeForm";
import { Outcome, type Decision } from "./Outcome";
import { ProveYourself } from "./ProveYourself";

/** A sign-in that was found by its code. */
export interface Found {
  code: string;
  asking: AskingSignIn;
}

/** Where people let their own sign-in on SFTP in: who they are, the code, what asks, yes or no. */
export function ApprovePage() {
  const me = useQuery(meQuery);
  const standing = useQuery({
    queryKey: ["approvals"],
    queryFn: () => take(api.GET("/api/v1/approvals")),
    enabled: Boolean(me.data),
    staleTime: 0,
  });
  const [found, setFound] = useState<Found>();
  const [decision, setDecision] = useState<Decision>();

  if (decision) {
    const again = () => {
      setFound(undefined);
      setDecision(undefined);
    };
    return <Outcome decision={decision} onAgain={again} />;
  }
  if (found) return <Asking found={found} onDecided={setDecision} onBack={() => setFound(undefined)} />;
  if (me.isPending || (me.data && standing.isPending)) {
    return (
      <GreetingPage title={m.approve.title}>
        <div className="skeleton h-14 w-full" />
      </GreetingPage>
    );
  }
  if (standing.error) {
    return (
      <GreetingPage title={m.approve.title}>
        <Problem error={standing.error} />
      </GreetingPage>
    );
  }
  if (!standing.data?.may_approve) {
    return (
      <ProveYourself
        signInUrl={me.data ? standing.data?.sign_in_url : undefined}
        signedIn={Boolean(me.data)}
      />
    );
  }
  return <CodeForm onFound={setFound} />;
}
