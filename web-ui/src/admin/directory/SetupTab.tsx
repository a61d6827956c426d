import { useQuery } from "@tanstack/react-query";

import { api, take } from "../../api/client";
import type { SsoStrategy } from "../../api/types";
import { m } from "../../messages";
import { Card } from "../../ui/Card";
import { CopyField } from "../../ui/CopyField";
import { Problem } from "../../ui/Notice";
import { SkeletonRows } from "../../ui/Skeleton";
import { MetadataForm } from "./MetadataForm";
import { Standing } from "./Standing";
import { TokenStep } from "./TokenStep";

interface SetupTabProps {
  connection: SsoStrategy;
  readOnly: boolean;
}

/** The way from nothing to a working connection: values to paste there, metadata to paste here, and how it stands. */
export function SetupTab({ connection, readOnly }: SetupTabProps) {
  const values = useQuery({
    queryKey: ["setup-values"],
    queryFn: () => take(api.GET("/api/v1/directory/setup_values")),
  });
  const provider = m.words.provider[connection.provider];
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[1fr_20rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <Card title={`1 · ${m.directory.step1}`} lead={m.directory.step1Lead(provider)}>
          <ol className="mb-4 list-decimal pl-5 text-soft marker:text-muted">
            {m.directory.hints[connection.provider].map((hint) => (
              <li key={hint} className="pl-1">
                {hint}
              </li>
            ))}
          </ol>
          <Problem error={values.error} />
          {values.isPending && <SkeletonRows count={3} />}
          {values.data && (
            <div className="flex flex-col gap-3.5">
              <CopyField label={m.directory.spEntityId} value={values.data.sp_entity_id} />
              <CopyField label={m.directory.acsUrl} value={values.data.acs_url} />
              <CopyField label={m.directory.nameId} value={values.data.name_id_format} />
              <CopyField label={m.directory.metadataUrl} value={values.data.metadata_url} />
            </div>
          )}
        </Card>
        <Card title={`2 · ${m.directory.step2}`} lead={m.directory.step2Lead}>
          <MetadataForm connection={connection} readOnly={readOnly} />
        </Card>
        <Card title={`3 · ${m.directory.step3}`} lead={m.directory.step3Lead(provider)}>
          <div className="flex flex-col gap-3.5">
            {values.data && <CopyField label={m.directory.scimBaseUrl} value={values.data.scim_base_url} />}
            <TokenStep connection={connection} readOnly={readOnly} />
          </div>
        </Card>
      </div>
      <Standing connection={connection} />
    </div>
  );
}
