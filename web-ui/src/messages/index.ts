import { en } from "./en";

/** Every text of the application. Another language is another file of the same shape. */
export const m = en;
