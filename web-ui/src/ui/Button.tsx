import { LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { Button as AriaButton, Link, Tooltip, TooltipTrigger, type PressEvent } from "react-aria-components";

import { classes } from "./classes";

type Look = "primary" | "plain" | "quiet" | "danger";

const looks: Record<Look, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong border-transparent shadow-card font-semibold",
  plain: "bg-raised text-ink border-line hover:bg-hover hover:border-edge font-medium",
  quiet: "bg-transparent text-soft border-transparent hover:bg-hover hover:text-ink font-medium",
  danger: "bg-raised text-danger border-line hover:bg-danger-wash hover:border-danger font-medium",
};

const base =
  "inline-flex items-center justify-center gap-2 rounded-md border text-sm leading-5 whitespace-nowrap select-none cursor-pointer transition-colors disabled:opacity-50 disabled:cursor-default aria-disabled:opacity-55 aria-disabled:cursor-default";

/** How a button looks; for links that look like one, too. */
export function buttonClass(
  look: Look = "plain",
  size: "normal" | "small" = "normal",
  square = false,
): string {
  const box = square
    ? size === "small"
      ? "size-7"
      : "size-9"
    : size === "small"
      ? "h-7 px-2.5 text-[0.8125rem]"
      : "h-9 px-3.5";
  return classes(base, looks[look], box);
}

interface ButtonProps {
  children: ReactNode;
  onPress?: ((event: PressEvent) => void) | undefined;
  look?: Look;
  size?: "normal" | "small";
  type?: "button" | "submit";
  isDisabled?: boolean | undefined;
  isPending?: boolean | undefined;
  /** Why the button can't be used now: it stays where it is, does nothing, and says this. */
  unavailable?: string | undefined;
  slot?: string;
  autoFocus?: boolean;
  className?: string;
  /** A longer name for screen readers, where several buttons have the same words. */
  label?: string;
}

/** A button with words. */
export function Button(props: ButtonProps) {
  const {
    look = "plain",
    size = "normal",
    unavailable,
    isPending,
    children,
    className,
    label,
    ...rest
  } = props;
  const face = classes(buttonClass(look, size), className);
  const name = label ? { "aria-label": label } : {};
  if (unavailable) {
    return (
      <Explained text={unavailable}>
        <AriaButton aria-disabled {...name} className={face}>
          {children}
        </AriaButton>
      </Explained>
    );
  }
  // While it is at work it keeps the focus and does nothing: a second press is not a second act.
  const idle = isPending ? { "aria-disabled": true, type: "button" as const, onPress: () => {} } : {};
  return (
    <AriaButton {...defined(rest)} {...name} {...idle} className={face}>
      {isPending && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
      {children}
    </AriaButton>
  );
}

interface IconButtonProps {
  /** The name of what it does: read out, and shown when one points at it. */
  label: string;
  children: ReactNode;
  onPress?: ((event: PressEvent) => void) | undefined;
  look?: Look;
  size?: "normal" | "small";
  isDisabled?: boolean;
  slot?: string;
  className?: string;
}

/** A button with a picture, which says its name when one points at it. */
export function IconButton({
  label,
  children,
  look = "quiet",
  size = "normal",
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Explained text={label}>
      <AriaButton
        {...defined(rest)}
        aria-label={label}
        className={classes(buttonClass(look, size, true), className)}
      >
        {children}
      </AriaButton>
    </Explained>
  );
}

/** A link to another address that looks like a button. */
export function ButtonLink({ href, look = "plain", children, className }: LinkProps) {
  return (
    <Link href={href} className={classes(buttonClass(look), className)}>
      {children}
    </Link>
  );
}

interface LinkProps {
  href: string;
  look?: Look;
  children: ReactNode;
  className?: string;
}

/** Something with a sentence that shows when it is pointed at or focused. */
export function Explained({ text, children }: { text: string; children: ReactNode }) {
  return (
    <TooltipTrigger delay={350} closeDelay={80}>
      {children}
      <Tooltip
        offset={6}
        className="z-50 max-w-72 rounded-md bg-ink px-2.5 py-1.5 text-xs leading-4 text-surface shadow-float"
      >
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}

/** The properties that are there: an absent one is another thing to react-aria than an undefined one. */
function defined<T extends object>(props: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
