import { Download, ShieldCheck } from "lucide-react";
import { useState } from "react";

import { api, take } from "../../api/client";
import { m } from "../../messages";
import { Button, buttonClass } from "../../ui/Button";
import { formatCount } from "../../ui/format";
import { tell, tellProblem } from "../../ui/toast";

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
      <ExportLink query={{ ...query, format: "csv" }} label={m.audit.exportCsv} />
      <ExportLink query={{ ...query, format: "jsonl" }} label={m.audit.exportJson} />
    </>
  );
}

function ExportLink({ query, label }: { query: Record<string, string | number>; label: string }) {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return (
    <a href={`/api/v1/audit/export?${search.toString()}`} download className={buttonClass()}>
      <Download aria-hidden className="size-4" />
      {label}
    </a>
  );
}
