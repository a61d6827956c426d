import { m } from "../../../messages";

/** What the word for a check means. */
export function describeCheck(failureType: string): string {
  return m.saml.checks[failureType] ?? m.auditWords.why[failureType] ?? failureType;
}
