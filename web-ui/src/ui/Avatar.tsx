/** The first letters of a name, on a patch of their own hue. */
export function Avatar({ name }: { name: string }) {
  const letters = name
    .split(/[\s._@-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
  return (
    <span
      aria-hidden
      className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-wash text-[0.6875rem] font-semibold text-accent"
    >
      {letters}
    </span>
  );
}
