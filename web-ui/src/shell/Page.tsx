import type { ReactNode } from "react";

import { classes } from "../ui/classes";

/** The column that a page's content stands in. */
export function Page({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  return (
    <div
      className={classes("mx-auto px-4 pt-3 pb-16 sm:px-7 lg:pt-8", wide ? "max-w-[100rem]" : "max-w-6xl")}
    >
      {children}
    </div>
  );
}
