import { useQuery } from "@tanstack/react-query";
import { Armchair } from "lucide-react";
import { useState, type ReactNode } from "react";

import { api, take, takePage } from "../../api/client";
import type { Seats } from "../../api/types";
import { m } from "../../messages";
import { useMe } from "../../session/useMe";
import { Page } from "../../shell/Page";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { DownloadLink } from "../../ui/DownloadLink";
import { SelectField } from "../../ui/fields";
import { formatCount } from "../../ui/format";
import { Notice, Problem } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { SkeletonRows } from "../../ui/Skeleton";
import { CapDialog } from "./CapDialog";
import { sinceAWeek } from "./scale";
import { SeatChart } from "./SeatChart";
import { SeatPeople } from "./SeatPeople";

const ranges = (["30", "90", "365"] as const).map((id) => ({ id, label: m.seats.days(id) }));
type Range = (typeof ranges)[number]["id"];

/** How many people count, day by day, and who they are. */
export function SeatsPage() {
  const me = useMe();
  const [capping, setCapping] = useState(false);
  const seats = useQuery({ queryKey: ["seats"], queryFn: () => take(api.GET("/api/v1/seats")) });
  return (
    <Page>
      <PageHeader
        title={m.seats.title}
        lead={m.seats.lead}
        actions={
          <>
            <DownloadLink path="/api/v1/seats/export" label={m.seats.export} />
            {me.administers && (
              <Button onPress={() => setCapping(true)} isDisabled={!seats.data}>
                <Armchair aria-hidden className="size-4" />
                {m.seats.changeCap}
              </Button>
            )}
          </>
        }
      />
      <Problem error={seats.error} className="mb-4" />
      {seats.data ? <Figures seats={seats.data} /> : seats.isPending && <SkeletonRows count={2} />}
      <div className="flex flex-col gap-4 pt-4">
        <History cap={seats.data?.cap} />
        <SeatPeople />
      </div>
      {capping && seats.data && <CapDialog seats={seats.data} onClose={() => setCapping(false)} />}
    </Page>
  );
}

function Figures({ seats }: { seats: Seats }) {
  const words = m.seats;
  const { cap } = seats;
  return (
    <>
      {cap != null && seats.now >= cap && (
        <Notice kind="caution" title={words.fullTitle} className="mb-4">
          {words.full}
        </Notice>
      )}
      <dl className="grid grid-cols-2 overflow-hidden rounded-xl border border-line bg-surface shadow-card max-lg:*:border-b lg:grid-cols-4 lg:*:not-first:border-l">
        <Figure label={words.now} detail={words.ofActive(formatCount(seats.active_users))}>
          {formatCount(seats.now)}
        </Figure>
        <Figure label={words.highest} detail={words.highestDetail}>
          {formatCount(seats.highest_30_days)}
        </Figure>
        <Figure
          label={words.cap}
          detail={cap == null ? words.noCapDetail : words.left(formatCount(Math.max(0, cap - seats.now)))}
        >
          {cap == null ? words.noCap : formatCount(cap)}
        </Figure>
        <Figure label={words.free} detail={words.freeDetail}>
          {formatCount(seats.never_signed_in)}
        </Figure>
      </dl>
    </>
  );
}

interface FigureProps {
  label: string;
  detail: string;
  children: ReactNode;
}

function Figure({ label, detail, children }: FigureProps) {
  return (
    <div className="flex flex-col border-line px-4 py-3.5">
      <dt className="text-xs font-medium text-muted">{label}</dt>
      <dd className="text-2xl font-semibold tracking-tight tabular-nums">{children}</dd>
      <dd className="text-xs text-pretty text-muted">{detail}</dd>
    </div>
  );
}

function History({ cap }: { cap: number | null | undefined }) {
  const [range, setRange] = useState<Range>("90");
  const { data, error, isPending } = useQuery({
    queryKey: ["seats", "history", range],
    queryFn: async () =>
      (await takePage(api.GET("/api/v1/seats/history", { params: { query: { days: Number(range) } } })))
        .items,
  });
  return (
    <Card
      title={m.seats.history}
      lead={m.seats.historyLead}
      action={<SelectField bare label={m.seats.range} choices={ranges} value={range} onChange={setRange} />}
    >
      <Problem error={error} />
      {isPending && <SkeletonRows count={4} />}
      {data && <SeatChart days={sinceAWeek(data)} cap={cap} />}
    </Card>
  );
}
