import { m } from "../messages";

/** A refusal or a failure, with the sentence that the server wrote for people. */
export class ApiError extends Error {
  constructor(
    /** For programs: `not-found`, `not-authorized/write-permission-required`… */
    readonly type: string,
    /** What happened and what to do. */
    message: string,
    /** The status code; 0 where no answer came. */
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "ApiError";
  }

  /** No answer came. */
  static unreachable(cause: unknown) {
    return new ApiError("unreachable", m.errors.unreachable, 0, { cause });
  }

  /** Reads the body of an answer that says no. */
  static read(status: number, body: unknown) {
    const fields = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
    const type = typeof fields.type === "string" ? fields.type : `http/${status}`;
    const message = typeof fields.error === "string" ? fields.error : m.errors.unexpected(status);
    return new ApiError(type, message, status);
  }
}

/** What to tell a person about something that went wrong. */
export function explainError(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return error instanceof Error ? error.message : String(error);
}

/** Whether the answer was that there is nothing, or nothing that this person may see. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
