import { EllipsisVertical } from "lucide-react";
import type { ReactNode } from "react";
import { Button, Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator } from "react-aria-components";

import { buttonClass } from "./Button";
import { classes } from "./classes";

export interface MenuEntry {
  id: string;
  label: string;
  icon?: ReactNode;
  onAction: () => void;
  danger?: boolean;
}

interface MoreMenuProps {
  /** What the menu is about, for screen readers. */
  label: string;
  entries: (MenuEntry | "line")[];
  children?: ReactNode;
  className?: string;
}

/** The acts that don't need a button of their own. */
export function MoreMenu({ label, entries, children, className }: MoreMenuProps) {
  return (
    <MenuTrigger>
      <Button aria-label={label} className={className ?? buttonClass("quiet", "small", true)}>
        {children ?? <EllipsisVertical aria-hidden className="size-4" />}
      </Button>
      <Popover
        placement="bottom end"
        className="z-50 min-w-48 rounded-lg border border-line bg-raised p-1 shadow-float"
      >
        <AriaMenu className="outline-none">
          {entries.map((entry, index) =>
            entry === "line" ? (
              <Separator key={`line-${index}`} className="my-1 h-px bg-line" />
            ) : (
              <MenuItem
                key={entry.id}
                id={entry.id}
                textValue={entry.label}
                onAction={entry.onAction}
                className={classes(
                  "flex cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 outline-none data-[focused]:bg-hover [&>svg]:size-4",
                  entry.danger ? "text-danger" : "text-ink [&>svg]:text-muted",
                )}
              >
                {entry.icon}
                {entry.label}
              </MenuItem>
            ),
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
