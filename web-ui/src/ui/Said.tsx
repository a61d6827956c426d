import { Time } from "./Time";

const MOMENT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** A sentence of the server; moments in it show as they do elsewhere, in the reader's own time. */
export function Said({ text }: { text: string }) {
  return text
    .split(MOMENT)
    .map((part, index) => (index % 2 === 1 ? <Time key={index} at={part} form="log" /> : part));
}
