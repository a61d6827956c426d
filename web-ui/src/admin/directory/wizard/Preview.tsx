import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";

import { api, take } from "../../../api/client";
import type { DirectoryPreview, SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { Button } from "../../../ui/Button";
import { ConfirmDialog } from "../../../ui/ConfirmDialog";
import { formatCount } from "../../../ui/format";
import { Problem } from "../../../ui/Notice";
import { SkeletonRows } from "../../../ui/Skeleton";
import { tell } from "../../../ui/toast";
import { Clashes } from "./Clashes";

const words = m.wizard.preview;

/** What a connection in preview would make, and the button that makes it. */
export function Preview({ connection }: { connection: SsoStrategy }) {
  const client = useQueryClient();
  const [starting, setStarting] = useState(false);
  const path = { id: connection.id };
  const preview = useQuery({
    queryKey: ["connections", connection.id, "preview"],
    queryFn: () => take(api.GET("/api/v1/directory/{id}/preview", { params: { path } })),
    refetchInterval: 2000,
  });
  const forget = useMutation({
    mutationFn: () => take(api.DELETE("/api/v1/directory/{id}/preview", { params: { path } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["connections", connection.id, "preview"] });
      tell(words.forgotten);
    },
  });
  const start = async (leave_out_clashes: boolean) => {
    const body = { leave_out_clashes };
    const made = await take(api.POST("/api/v1/directory/{id}/preview/start", { params: { path }, body }));
    const left = made.left_out > 0 ? ` ${words.leftOut(formatCount(made.left_out))}` : "";
    tell(words.started(formatCount(made.people), formatCount(made.groups)) + left);
    await client.invalidateQueries();
  };
  if (preview.isPending) return <SkeletonRows count={3} />;
  if (!preview.data) return <Problem error={preview.error} />;
  const report = preview.data;
  const isEmpty = report.people + report.people_taken_over + report.groups + report.clashes.length === 0;
  if (isEmpty) return <p className="text-pretty text-muted">{words.nothing}</p>;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-base font-medium text-pretty" role="status">
        {words.sentence(report.says)}
      </p>
      <Figures report={report} />
      {report.clashes.length > 0 && <Clashes clashes={report.clashes} />}
      <Problem error={forget.error} />
      <div className="flex flex-wrap gap-2">
        <Button look="primary" onPress={() => setStarting(true)}>
          {words.start}
        </Button>
        <Button onPress={() => forget.mutate()} isPending={forget.isPending}>
          {words.forget}
        </Button>
      </div>
      {starting && (
        <ConfirmDialog
          title={words.startTitle}
          action={report.clashes.length > 0 ? words.startAnyway : words.start}
          look="primary"
          onConfirm={() => start(report.clashes.length > 0)}
          onClose={() => setStarting(false)}
        >
          <p>{words.startText(report.says)}</p>
          {report.clashes.length > 0 && <p className="pt-2">{words.clashText}</p>}
        </ConfirmDialog>
      )}
    </div>
  );
}

function Figures({ report }: { report: DirectoryPreview }) {
  return (
    <dl className="grid grid-cols-3 gap-4 rounded-lg border border-line bg-sunken px-4 py-3">
      <Figure
        label={words.people}
        count={report.people}
        detail={
          <>
            {report.people_taken_over > 0 && (
              <span className="block">{words.takenOver(formatCount(report.people_taken_over))}</span>
            )}
            {report.switched_off > 0 && `${formatCount(report.switched_off)} ${words.switchedOff}`}
          </>
        }
      />
      <Figure
        label={words.groups}
        count={report.groups}
        detail={report.groups_taken_over > 0 && words.takenOver(formatCount(report.groups_taken_over))}
      />
      <Figure label={words.memberships} count={report.memberships} />
    </dl>
  );
}

function Figure({ label, count, detail }: { label: string; count: number; detail?: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="text-xl font-semibold tabular-nums">{formatCount(count)}</dd>
      {detail && <dd className="text-xs text-muted">{detail}</dd>}
    </div>
  );
}
