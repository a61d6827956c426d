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
