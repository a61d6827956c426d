import { useQuery } from "@tanstack/react-query";

import { api, take } from "../../api/client";
import type { SsoStrategy } from "../../api/types";
import { m } from "../../messages";
import { ButtonLink } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { CopyField } from "../../ui/CopyField";
import { Notice, Problem } from "../../ui/Notice";
import { SkeletonRows } from "../../ui/Skeleton";
import { WhyCard } from "../why/WhyCard";
import { Checks } from "./Checks";

interface OverviewTabProps {
  connection: SsoStrategy;
  readOnly: boolean;
}

/** How the connection stands, who is missing and why, and the values that its console asks for. */
export function OverviewTab({ connection, readOnly }: OverviewTabProps) {
  const setup = `/admin/directory/${connection.id}/setup`;
  const isReady = connection.saml.certificates.length > 0;
  return (
    <div className="flex flex-col gap-4">
      {connection.preview && (
        <Notice
          kind="caution"
          title={m.directory.previewTitle}
          action={<ButtonLink href={`${setup}?step=preview`}>{m.directory.openPreview}</ButtonLink>}
        >
          {m.directory.previewText}
        </Notice>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[1fr_24rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Card
            title={m.directory.check}
            lead={m.directory.checkAgain}
            action={
              !readOnly && (
                <ButtonLink href={setup} look={isReady ? "plain" : "primary"}>
                  {isReady ? m.directory.openSetup : m.directory.goOn}
                </ButtonLink>
              )
            }
          >
            <Checks connectionId={connection.id} />
          </Card>
          <WhyCard />
        </div>
        <Values />
      </div>
    </div>
  );
}

function Values() {
  const values = useQuery({
    queryKey: ["setup-values"],
    queryFn: () => take(api.GET("/api/v1/directory/setup_values")),
    staleTime: Infinity,
  });
  return (
    <Card title={m.directory.values} lead={m.directory.valuesLead}>
      <Problem error={values.error} />
      {values.isPending && <SkeletonRows count={4} />}
      {values.data && (
        <div className="flex flex-col gap-3.5">
          <CopyField label={m.directory.spEntityId} value={values.data.sp_entity_id} />
          <CopyField label={m.directory.acsUrl} value={values.data.acs_url} />
          <CopyField label={m.directory.sloUrl} value={values.data.slo_url} />
          <CopyField label={m.directory.metadataUrl} value={values.data.metadata_url} />
          <CopyField label={m.directory.nameId} value={values.data.name_id_format} />
          <CopyField label={m.directory.scimBaseUrl} value={values.data.scim_base_url} />
        </div>
      )}
    </Card>
  );
}
