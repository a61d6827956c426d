import { useState } from "react";

import type { SeatsOfDay } from "../../api/types";
import { m } from "../../messages";
import { formatCount } from "../../ui/format";
import { useWidth } from "../../ui/useWidth";
import { spread, ticks } from "./scale";

interface SeatChartProps {
  days: SeatsOfDay[];
  cap: number | null | undefined;
}

const HEIGHT = 220;
const MARGIN = { top: 12, right: 12, bottom: 26, left: 44 };

const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const long = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: "UTC" });

/** The seats of each day as an area; a day is pointed at with the mouse or chosen with the arrow keys. */
export function SeatChart({ days, cap }: SeatChartProps) {
  const [frame, width] = useWidth<HTMLDivElement>();
  const [chosen, setChosen] = useState<number>();
  const shown = days[chosen ?? days.length - 1];
  const words = m.seats.chart;
  const move = (key: string) => {
    const from = chosen ?? days.length - 1;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: days.length - 1 }[key];
    if (to === undefined) return false;
    setChosen(Math.min(days.length - 1, Math.max(0, to)));
    return true;
  };
  return (
    <div className="flex flex-col gap-2">
      <p className="flex min-h-5 flex-wrap justify-between gap-x-4 text-xs text-muted">
        <span aria-live="polite" className="font-medium text-soft">
          {shown && words.ofDay(long.format(new Date(shown.day)), formatCount(shown.highest))}
        </span>
        <span>{words.keys}</span>
      </p>
      <div
        ref={frame}
        role="slider"
        tabIndex={0}
        aria-label={words.label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, days.length - 1)}
        aria-valuenow={chosen ?? days.length - 1}
        aria-valuetext={shown ? words.ofDay(long.format(new Date(shown.day)), String(shown.highest)) : ""}
        className="min-w-0 rounded-md"
        onKeyDown={(event) => move(event.key) && event.preventDefault()}
        onBlur={() => setChosen(undefined)}
        onPointerLeave={() => setChosen(undefined)}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const inner = width - MARGIN.left - MARGIN.right;
          const at = (event.clientX - box.left - MARGIN.left) / Math.max(1, inner);
          setChosen(Math.min(days.length - 1, Math.max(0, Math.round(at * (days.length - 1)))));
        }}
      >
        {width > 0 && <Drawing days={days} cap={cap ?? undefined} width={width} chosen={chosen} />}
      </div>
    </div>
  );
}

interface DrawingProps {
  days: SeatsOfDay[];
  cap: number | undefined;
  width: number;
  chosen: number | undefined;
}

function Drawing({ days, cap, width, chosen }: DrawingProps) {
  const lines = ticks(Math.max(cap ?? 0, ...days.map((day) => day.highest)));
  const top = lines.at(-1) ?? 1;
  const right = width - MARGIN.right;
  const bottom = HEIGHT - MARGIN.bottom;
  const x = (index: number) => MARGIN.left + (index / Math.max(1, days.length - 1)) * (right - MARGIN.left);
  const y = (seats: number) => bottom - (seats / top) * (bottom - MARGIN.top);
  const line = days.map((day, index) => `${x(index).toFixed(1)},${y(day.highest).toFixed(1)}`).join(" ");
  const marked = chosen === undefined ? undefined : days[chosen];
  return (
    <svg aria-hidden width={width} height={HEIGHT} className="block text-xs">
      {lines.map((tick) => (
        <g key={tick}>
          <line x1={MARGIN.left} x2={right} y1={y(tick)} y2={y(tick)} className="stroke-line" />
          <text x={MARGIN.left - 8} y={y(tick) + 4} textAnchor="end" className="fill-muted tabular-nums">
            {formatCount(tick)}
          </text>
        </g>
      ))}
      {spread(days.length, width / 96).map((index) => (
        <text
          key={index}
          x={x(index)}
          y={HEIGHT - 6}
          textAnchor={index === days.length - 1 ? "end" : "middle"}
          className="fill-muted"
        >
          {short.format(new Date(days[index]?.day ?? 0))}
        </text>
      ))}
      <polygon
        points={`${x(0)},${bottom} ${line} ${x(days.length - 1)},${bottom}`}
        className="fill-accent opacity-15"
      />
      <polyline points={line} fill="none" strokeWidth={2} strokeLinejoin="round" className="stroke-accent" />
      {cap !== undefined && (
        <g>
          <line
            x1={MARGIN.left}
            x2={right}
            y1={y(cap)}
            y2={y(cap)}
            strokeDasharray="5 4"
            className="stroke-fence"
          />
          <text x={MARGIN.left + 6} y={y(cap) + 14} className="fill-fence font-medium">
            {m.seats.chart.cap(formatCount(cap))}
          </text>
        </g>
      )}
      {marked && chosen !== undefined && (
        <g>
          <line x1={x(chosen)} x2={x(chosen)} y1={MARGIN.top} y2={bottom} className="stroke-edge" />
          <circle
            cx={x(chosen)}
            cy={y(marked.highest)}
            r={4}
            strokeWidth={2}
            className="fill-surface stroke-accent"
          />
        </g>
      )}
    </svg>
  );
}
