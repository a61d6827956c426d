/** A path of this site to go to after the sign-in; anything else, which a forged link could carry, becomes the start. */
export function sitePath(wanted: string | undefined): string {
  if (!wanted || !wanted.startsWith("/") || wanted.startsWith("//") || wanted.includes("\\")) return "/files";
  const url = new URL(wanted, location.origin);
  if (url.origin !== location.origin || url.pathname.startsWith("/sign-in")) return "/files";
  return url.pathname + url.search + url.hash;
}
