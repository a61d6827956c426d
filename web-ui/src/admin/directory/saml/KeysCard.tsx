import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, take, takePage } from "../../../api/client";
import type { SamlKey } from "../../../api/types";
import { m } from "../../../messages";
import { Badge, type Tone } from "../../../ui/Badge";
import { Button } from "../../../ui/Button";
import { Card } from "../../../ui/Card";
import { ConfirmDialog } from "../../../ui/ConfirmDialog";
import { Problem } from "../../../ui/Notice";
import { SkeletonRows } from "../../../ui/Skeleton";
import { Time } from "../../../ui/Time";
import { tell } from "../../../ui/toast";

const words = m.saml.keys;
const tones: Record<SamlKey["state"], Tone> = { signing: "good", announced: "accent", old: "neutral" };

/** This site's SAML keys, and the way from one to the next without a gap. */
export function KeysCard({ readOnly }: { readOnly: boolean }) {
  const client = useQueryClient();
  const [dialog, setDialog] = useState<{ act: "activate" | "destroy"; key: SamlKey }>();
  const keys = useQuery({
    queryKey: ["saml-keys"],
    queryFn: async () => (await takePage(api.GET("/api/v1/saml_keys"))).items,
  });
  const reread = () => client.invalidateQueries({ queryKey: ["saml-keys"] });
  const announce = useMutation({
    mutationFn: () => take(api.POST("/api/v1/saml_keys")),
    onSuccess: async () => {
      await reread();
      tell(words.announced);
    },
  });
  const activate = async (key: SamlKey) => {
    await take(api.POST("/api/v1/saml_keys/{id}/activate", { params: { path: { id: key.id } } }));
    await reread();
    tell(words.activated);
  };
  const destroy = async (key: SamlKey) => {
    await take(api.DELETE("/api/v1/saml_keys/{id}", { params: { path: { id: key.id } } }));
    await reread();
    tell(words.destroyed);
  };
  const isAnnounced = keys.data?.some((key) => key.state === "announced");
  return (
    <Card
      title={words.title}
      lead={words.lead}
      flush
      action={
        !readOnly &&
        !isAnnounced && (
          <Button size="small" onPress={() => announce.mutate()} isPending={announce.isPending}>
            {words.announce}
          </Button>
        )
      }
    >
      <Problem error={keys.error ?? announce.error} className="m-4" />
      {keys.isPending && <SkeletonRows count={1} />}
      <ul className="divide-y divide-line">
        {keys.data?.map((key) => (
          <li key={key.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0 flex-1 basis-64">
              <p className="flex flex-wrap items-center gap-2">
                <Badge tone={tones[key.state]}>{words.states[key.state]}</Badge>
                <span className="text-muted">
                  {words.until} <Time at={key.not_after} />
                </span>
              </p>
              <p className="pt-1 font-mono text-xs break-all text-muted">{key.fingerprint}</p>
              <p className="text-xs text-muted">{words.stateTexts[key.state]}</p>
            </div>
            {!readOnly && key.state !== "signing" && (
              <span className="flex gap-2">
                {key.state === "announced" && (
                  <Button size="small" onPress={() => setDialog({ act: "activate", key })}>
                    {words.activate}
                  </Button>
                )}
                <Button size="small" look="danger" onPress={() => setDialog({ act: "destroy", key })}>
                  {words.destroy}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <p className="border-t border-line px-4 py-3 text-xs text-pretty text-muted">{words.roll}</p>
      {dialog && (
        <ConfirmDialog
          title={words[`${dialog.act}Title`]}
          action={words[dialog.act]}
          onConfirm={() => (dialog.act === "activate" ? activate(dialog.key) : destroy(dialog.key))}
          onClose={() => setDialog(undefined)}
        >
          {words[`${dialog.act}Text`]}
        </ConfirmDialog>
      )}
    </Card>
  );
}
