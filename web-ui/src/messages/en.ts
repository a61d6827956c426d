import { account } from "./en/account";
import { approve } from "./en/approve";
import { audit } from "./en/audit";
import { auditWords } from "./en/auditWords";
import { common, errors } from "./en/common";
import { directory } from "./en/directory";
import { files, transfers } from "./en/files";
import { groups } from "./en/groups";
import { mail } from "./en/mail";
import { people } from "./en/people";
import { permissions } from "./en/permissions";
import { saml } from "./en/saml";
import { scimLog } from "./en/scimLog";
import { seats } from "./en/seats";
import { session, setup } from "./en/session";
import { sessions } from "./en/sessions";
import { shell } from "./en/shell";
import { why } from "./en/why";
import { wizard } from "./en/wizard";
import { words } from "./en/words";

export const en = {
  account,
  approve,
  audit,
  auditWords,
  common,
  directory,
  errors,
  files,
  groups,
  mail,
  people,
  permissions,
  saml,
  scimLog,
  seats,
  session,
  sessions,
  setup,
  shell,
  transfers,
  why,
  wizard,
  words,
};
