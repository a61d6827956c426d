/** The end of a day, here, as the API takes it: a token that works until Friday works on Friday. */
export function endOfDay(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString();
}
