import "react";

declare module "react" {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- a declaration that is merged names all that the other does
  interface InputHTMLAttributes<T> {
    /** Lets a file dialog choose a folder; every browser has it, React's types don't. */
    webkitdirectory?: string;
  }
}
