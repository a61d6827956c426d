import { Building2, Cloud, Fingerprint, KeyRound, Network, ShieldCheck, type LucideIcon } from "lucide-react";

import type { Provider } from "../api/types";

const marks: Record<Provider, LucideIcon> = {
  jumpcloud: Cloud,
  okta: ShieldCheck,
  entra: Network,
  onelogin: Fingerprint,
  google: KeyRound,
  generic: Building2,
};

interface ProviderMarkProps {
  provider: Provider;
  /** The logo that an administrator gave the connection. */
  logo?: string | null | undefined;
}

/** The logo of a directory connection, or a picture of ours that stands for it. */
export function ProviderMark({ provider, logo }: ProviderMarkProps) {
  if (logo) return <img src={logo} alt="" className="size-5 object-contain" />;
  const Mark = marks[provider];
  return <Mark aria-hidden className="size-5 shrink-0" />;
}
