import "react";

declare module "react" {
  interface InputHTMLAttributes<T> {
    /** Lets a file dialog choose a folder; every browser has it, React's types don't. */
    webkitdirectory?: string;
  }
}
