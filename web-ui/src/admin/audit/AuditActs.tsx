import { ShieldCheck } from "lucide-react";
import { useState } from "react";

import { api, take } from "../../api/client";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { DownloadLink } from "../../ui/DownloadLink";
import { formatCount } from "../../ui/format";
import { tell, tellProblem } from "../../ui/toast";

const EXPORT = "/api/v1/audit/export";

interface AuditActsProps {
  /** The filters, which the exports follow. */
  query: Record<string, string | number>;
}

/** Checks the chain, and exports what the filters show. */
export function AuditActs({ query }: AuditActsProps) {
  const [checking, setChecking] = useState(false);
  const verify = async () => {
    setChecking(true);
    try {
      const found = await take(api.GET("/api/v1/audit/verify"));
      if (found.intact) tell(m.audit.intact(formatCount(found.rows)));
      else tellProblem(m.audit.broken(found.first_broken ?? 0, found.reason ?? m.common.unknown));
    } catch (error) {
      tellProblem(error);
    } finally {
      setChecking(false);
    }
  };
  return (
    <>
      <Button onPress={() => void verify()} isPending={checking}>
        <ShieldCheck aria-hidden className="size-4" />
        {m.audit.verify}
      </Button>
      <DownloadLink path={EXPORT} query={{ ...query, format: "csv" }} label={m.audit.exportCsv} />
      <DownloadLink path={EXPORT} query={{ ...query, format: "jsonl" }} label={m.audit.exportJson} />
    </>
  );
}
