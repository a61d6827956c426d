import { account } from "./en/account";
import { audit } from "./en/audit";
import { auditWords } from "./en/auditWords";
import { common, errors } from "./en/common";
import { directory } from "./en/directory";
import { files, transfers } from "./en/files";
import { groups } from "./en/groups";
import { people } from "./en/people";
import { permissions } from "./en/permissions";
import { scimLog } from "./en/scimLog";
import { session, setup } from "./en/session";
import { sessions } from "./en/sessions";
import { shell } from "./en/shell";
import { words } from "./en/words";

export const en = {
  account,
  audit,
  auditWords,
  common,
  directory,
  errors,
  files,
  groups,
  people,
  permissions,
  scimLog,
  session,
  sessions,
  setup,
  shell,
  transfers,
  words,
};
