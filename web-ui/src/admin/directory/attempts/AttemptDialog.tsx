import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { api, take } from "../../../api/client";
import type { SamlAttempt } from "../../../api/types";
import { m } from "../../../messages";
import { Badge } from "../../../ui/Badge";
import { Button } from "../../../ui/Button";
import { Dialog, DialogButtons } from "../../../ui/Dialog";
import { Fact, Facts } from "../../../ui/Facts";
import { Problem } from "../../../ui/Notice";
import { SkeletonRows } from "../../../ui/Skeleton";
import { Time } from "../../../ui/Time";
import { XmlView } from "../../../ui/XmlView";
import { describeCheck } from "./checks";

const words = m.saml.attempts;

/** An answer of the directory: the check that failed, what it wanted and what was there, and the XML. */
export function AttemptDialog({ attempt, onClose }: { attempt: SamlAttempt; onClose: () => void }) {
  const opened = useQuery({
    queryKey: ["saml-attempts", "opened", attempt.id],
    queryFn: () => take(api.GET("/api/v1/saml_attempts/{id}", { params: { path: { id: attempt.id } } })),
  });
  const refused = attempt.failure_type != null;
  return (
    <Dialog
      title={refused ? words.dialogTitle.refused : words.dialogTitle.signedIn}
      isOpen
      onClose={onClose}
      width="wide"
    >
      <div className="flex flex-col gap-4">
        <Facts>
          {attempt.failure_type && (
            <Fact label={words.check}>
              <span className="flex flex-wrap items-center gap-2">
                <span className="font-medium">{describeCheck(attempt.failure_type)}</span>
                <Badge tone="danger">{attempt.failure_type}</Badge>
              </span>
            </Fact>
          )}
          {attempt.expected != null && (
            <Fact label={words.expected}>
              <Value>{attempt.expected}</Value>
            </Fact>
          )}
          {attempt.found != null && (
            <Fact label={words.found}>
              <Value>{attempt.found}</Value>
            </Fact>
          )}
          <Fact label={words.person}>
            {attempt.user_id != null ? (
              <Link
                to="/admin/people/$id"
                params={{ id: String(attempt.user_id) }}
                className="text-accent hover:underline"
              >
                {attempt.name_id}
              </Link>
            ) : (
              (attempt.name_id ?? words.unknown)
            )}
          </Fact>
          <Fact label={words.when}>
            <Time at={attempt.created_at} form="exact" />
          </Fact>
          <Fact label={words.address}>
            <span className="font-mono text-xs">{attempt.remote_ip}</span>
          </Fact>
          {attempt.client && <Fact label={words.client}>{attempt.client}</Fact>}
        </Facts>
        <section className="min-w-0">
          <h3 className="pb-1.5 text-xs font-semibold text-muted">{words.xml}</h3>
          <Problem error={opened.error} />
          {opened.isPending && <SkeletonRows count={3} />}
          {opened.data && !opened.data.xml && <p className="text-muted">{words.noXml}</p>}
          {opened.data?.xml && <XmlView label={words.xml} text={opened.data.xml} />}
        </section>
      </div>
      <DialogButtons>
        <Button look="primary" onPress={onClose}>
          {m.common.close}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function Value({ children }: { children: string }) {
  return <span className="font-mono text-xs wrap-anywhere whitespace-pre-wrap">{children}</span>;
}
