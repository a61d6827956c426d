import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { api, take, takePage } from "../../../api/client";
import type { DirectoryPower, SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { Badge } from "../../../ui/Badge";
import { Button } from "../../../ui/Button";
import { Card } from "../../../ui/Card";
import { ConfirmDialog } from "../../../ui/ConfirmDialog";
import { Problem } from "../../../ui/Notice";
import { SkeletonRows } from "../../../ui/Skeleton";
import { Time } from "../../../ui/Time";
import { tell } from "../../../ui/toast";

const words = m.directory.powers;

/** The groups that a rule names for a power: each gives it once a site admin has confirmed that very group. */
export function PowersCard({ connection, readOnly }: { connection: SsoStrategy; readOnly: boolean }) {
  const client = useQueryClient();
  const [dialog, setDialog] = useState<{ act: "confirm" | "withdraw"; power: DirectoryPower }>();
  const path = { id: connection.id };
  const powers = useQuery({
    queryKey: ["powers", connection.id],
    queryFn: async () =>
      (await takePage(api.GET("/api/v1/directory/{id}/powers", { params: { path } }))).items,
    refetchInterval: 10_000,
  });
  const reread = async (done: string) => {
    await client.invalidateQueries({ queryKey: ["powers", connection.id] });
    tell(done);
  };
  const confirm = async ({ group_id, power, group_name }: DirectoryPower) => {
    await take(api.POST("/api/v1/directory/{id}/powers", { params: { path }, body: { group_id, power } }));
    await reread(words.confirmed(group_name));
  };
  const withdraw = async ({ group_id, power, group_name }: DirectoryPower) => {
    await take(
      api.DELETE("/api/v1/directory/{id}/powers/{group_id}/{power}", {
        params: { path: { ...path, group_id, power } },
      }),
    );
    await reread(words.withdrawn(group_name));
  };
  return (
    <Card title={words.title} lead={words.lead} flush>
      <Problem error={powers.error} className="m-4" />
      {powers.isPending && <SkeletonRows count={2} />}
      {powers.data?.length === 0 && <p className="p-4 text-pretty text-muted">{words.empty}</p>}
      <ul aria-label={words.title} className="divide-y divide-line">
        {powers.data?.map((power) => (
          <PowerRow
            key={`${power.group_id}-${power.power}`}
            power={power}
            onAct={readOnly ? undefined : (act) => setDialog({ act, power })}
          />
        ))}
      </ul>
      {dialog && (
        <ConfirmDialog
          title={words[dialog.act === "confirm" ? "confirmTitle" : "withdrawTitle"](dialog.power.group_name)}
          action={dialog.act === "confirm" ? words.confirm : words.withdraw}
          look={dialog.act === "confirm" ? "primary" : "danger"}
          onConfirm={() => (dialog.act === "confirm" ? confirm(dialog.power) : withdraw(dialog.power))}
          onClose={() => setDialog(undefined)}
        >
          {dialog.act === "confirm" ? (
            <>
              <p>{words.confirmText[dialog.power.power]}</p>
              <p className="pt-2">{words.bound}</p>
              <p className="pt-2 font-mono text-xs break-all">{dialog.power.group_scim_id}</p>
            </>
          ) : (
            words.withdrawText
          )}
        </ConfirmDialog>
      )}
    </Card>
  );
}

interface PowerRowProps {
  power: DirectoryPower;
  onAct: ((act: "confirm" | "withdraw") => void) | undefined;
}

function PowerRow({ power, onAct }: PowerRowProps) {
  const isConfirmed = power.confirmed_at != null;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-2">
          <Link
            to="/admin/groups/$id"
            params={{ id: String(power.group_id) }}
            className="font-medium break-words hover:text-accent hover:underline"
          >
            {power.group_name}
          </Link>
          <Badge tone="accent">{words.names[power.power]}</Badge>
          {isConfirmed ? (
            <Badge tone="good">{words.inForce}</Badge>
          ) : (
            <Badge tone="fence">{words.waiting}</Badge>
          )}
        </p>
        <p className="pt-0.5 font-mono text-xs break-all text-muted">{power.group_scim_id}</p>
        {power.confirmed_at && (
          <p className="text-xs text-muted">
            {words.confirmedBy(power.confirmed_by ?? m.common.unknown)} <Time at={power.confirmed_at} />
          </p>
        )}
      </div>
      {onAct && (
        <Button
          size="small"
          look={isConfirmed ? "danger" : "primary"}
          onPress={() => onAct(isConfirmed ? "withdraw" : "confirm")}
          label={isConfirmed ? words.withdrawTitle(power.group_name) : words.confirmOf(power.group_name)}
        >
          {isConfirmed ? words.withdraw : words.confirm}
        </Button>
      )}
    </li>
  );
}
