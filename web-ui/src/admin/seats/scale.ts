import type { SeatsOfDay } from "../../api/types";

/** The highest line of a chart that shows values up to `most`, and the steps below it: 1, 2 or 5 times a power of ten apart. */
export function ticks(most: number): number[] {
  const rough = Math.max(most, 4) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power);
  const lines = Math.ceil(Math.max(most, 1) / step);
  return Array.from({ length: lines + 1 }, (_, index) => index * step);
}

/** A few of many, evenly, always with the last one. */
export function spread(count: number, wanted: number): number[] {
  const step = Math.max(1, Math.ceil(count / Math.max(1, wanted)));
  const last = count - 1;
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => last - index * step)
    .filter((index) => index >= 0)
    .reverse();
}

const DAY = 24 * 3600 * 1000;
const WEEK = 7;

/** At least a week: before the first day that is known, nobody had a seat. */
export function sinceAWeek(days: SeatsOfDay[]): SeatsOfDay[] {
  const first = Date.parse(days[0]?.day ?? new Date().toISOString().slice(0, 10));
  const missing = Array.from({ length: Math.max(0, WEEK - days.length) }, (_, index) => ({
    day: new Date(first - (index + 1) * DAY).toISOString().slice(0, 10),
    highest: 0,
  }));
  return [...missing.reverse(), ...days];
}
