import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { api, take } from "../../api/client";
import type { MailMessage } from "../../api/types";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Dialog, DialogButtons } from "../../ui/Dialog";
import { Fact, Facts } from "../../ui/Facts";
import { Problem } from "../../ui/Notice";
import { Time } from "../../ui/Time";
import { tell } from "../../ui/toast";
import { StateOfMail } from "./MailLog";

interface MailDialogProps {
  mail: MailMessage;
  mayRetry: boolean;
  onClose: () => void;
}

/** A mail with its text, and what became of it. */
export function MailDialog({ mail, mayRetry, onClose }: MailDialogProps) {
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () =>
      take(api.POST("/api/v1/mail/messages/{id}/retry", { params: { path: { id: mail.id } } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["mail"] });
      tell(m.mail.retried);
      onClose();
    },
  });
  return (
    <Dialog title={mail.subject} isOpen onClose={onClose} width="wide">
      <div className="flex flex-col gap-4">
        <Facts>
          <Fact label={m.mail.recipient}>{mail.recipient || m.mail.nobody}</Fact>
          <Fact label={m.mail.when}>
            <Time at={mail.sent_at ?? mail.created_at} form="exact" />
          </Fact>
          <Fact label={m.mail.state}>
            <StateOfMail mail={mail} />
          </Fact>
          {mail.answer && (
            <Fact label={m.mail.answer}>
              <span className="font-mono text-xs break-words">{mail.answer}</span>
            </Fact>
          )}
          {mail.link && (
            <Fact label={m.mail.leadsTo}>
              <Link to={mail.link} className="break-all text-accent hover:underline">
                {mail.link}
              </Link>
            </Fact>
          )}
        </Facts>
        <section aria-label={m.mail.body} className="rounded-lg border border-line bg-sunken p-4">
          {mail.body.split("\n\n").map((paragraph) => (
            <p key={paragraph} className="pb-3 whitespace-pre-line last:pb-0">
              {paragraph}
            </p>
          ))}
        </section>
        <Problem error={retry.error} />
      </div>
      <DialogButtons>
        {mayRetry && mail.state !== "sent" && (
          <Button onPress={() => retry.mutate()} isPending={retry.isPending}>
            {m.mail.retry}
          </Button>
        )}
        <Button look="primary" onPress={onClose}>
          {m.common.close}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
