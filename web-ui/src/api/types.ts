import type { components } from "./schema";

type Schemas = components["schemas"];

export type Action = Schemas["Action"];
export type ApiKey = Schemas["ApiKey"];
export type Behavior = Schemas["Behavior"];
export type ExplainedGrant = Schemas["ExplainedGrant"];
export type Explanation = Schemas["Explanation"];
export type FencedPermissions = Schemas["FencedPermissions"];
export type File = Schemas["File"];
export type Group = Schemas["Group"];
export type GroupUser = Schemas["GroupUser"];
export type LiveSession = Schemas["LiveSession"];
export type LoginConnection = Schemas["LoginConnection"];
export type Me = Schemas["Me"];
export type Permission = Schemas["Permission"];
export type PermissionLevel = Schemas["PermissionLevel"];
export type PermissionSet = Schemas["PermissionSet"];
export type Provider = Schemas["Provider"];
export type PublicKey = Schemas["PublicKey"];
export type Reacher = Schemas["Reacher"];
export type ScimLog = Schemas["ScimLog"];
export type ScimToken = Schemas["ScimToken"];
export type SetupValues = Schemas["SetupValues"];
export type SsoStrategy = Schemas["SsoStrategy"];
export type SsoStrategyChange = Schemas["SsoStrategyChange"];
export type StoppedGrant = Schemas["StoppedGrant"];
export type User = Schemas["User"];
