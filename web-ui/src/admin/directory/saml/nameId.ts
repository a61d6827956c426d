import { m } from "../../../messages";

export type NameIdChoice = keyof typeof m.saml.settings.nameIdChoices;

/** The formats that have a name of their own (SAML 2.0 Core, 8.3). */
const formats: Record<Exclude<NameIdChoice, "other">, string> = {
  none: "",
  email: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
  persistent: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
  unspecified: "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
};

export function isNameIdChoice(text: string): text is NameIdChoice {
  return text in m.saml.settings.nameIdChoices;
}

/** Which of the choices a format is. */
export function nameIdChoiceOf(format: string | null | undefined): NameIdChoice {
  const known = Object.entries(formats).find(([, urn]) => urn === (format ?? ""));
  return known && isNameIdChoice(known[0]) ? known[0] : "other";
}

/** The format of a choice. */
export function formatOf(choice: Exclude<NameIdChoice, "other">): string {
  return formats[choice];
}
