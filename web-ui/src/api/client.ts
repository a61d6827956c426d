import createClient, { type Middleware } from "openapi-fetch";

import { ApiError } from "./error";
import type { paths } from "./schema";

let csrfToken: string | undefined;

/** Keeps what a change has to carry besides the session's cookie. */
export function rememberCsrfToken(token: string | null | undefined) {
  csrfToken = token ?? undefined;
}

/** The headers of a change that is not sent through `api`, such as an upload. */
export function changeHeaders(): Record<string, string> {
  return csrfToken ? { "X-CSRF-Token": csrfToken } : {};
}

const csrf: Middleware = {
  onRequest({ request }) {
    if (request.method !== "GET" && request.method !== "HEAD") {
      for (const [name, value] of Object.entries(changeHeaders())) request.headers.set(name, value);
    }
    return request;
  },
};

/** Writes a path of the tree into an address: its slashes stay, everything else in its names is escaped. */
export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** The API, with the types that the server's own OpenAPI document gives it. */
export const api = createClient<paths>({
  baseUrl: "",
  // Looked up at each call, so that a test can put its own in.
  fetch: (request) => globalThis.fetch(request),
  pathSerializer: (pathname, params) =>
    pathname.replace(/\{(\w+)\}/g, (_, name: string) => encodePath(String(params[name]))),
});
api.use(csrf);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What the API answers, or throws its refusal as an `ApiError`. */
export async function take<T>(answer: Promise<Answer<T>>): Promise<NonNullable<T>> {
  const { data } = await settle(answer);
  return data as NonNullable<T>;
}

/** Where an answer sends the browser, if anywhere. */
export async function takeLocation(answer: Promise<Answer<unknown>>): Promise<string | undefined> {
  const { response } = await settle(answer);
  return response.headers.get("Location") ?? undefined;
}

/** One page of a list, and where the next one begins. */
export interface Page<T> {
  items: T[];
  next: string | undefined;
}

/** One page of a list that the API gives in pages. */
export async function takePage<T>(answer: Promise<Answer<T[]>>): Promise<Page<T>> {
  const { data, response } = await settle(answer);
  return { items: data ?? [], next: response.headers.get("X-Files-Cursor") ?? undefined };
}

async function settle<T>(answer: Promise<Answer<T>>): Promise<Answer<T>> {
  const settled = await answer.catch((cause: unknown) => {
    throw ApiError.unreachable(cause);
  });
  if (!settled.response.ok) throw ApiError.read(settled.response.status, settled.error);
  return settled;
}
