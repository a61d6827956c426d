import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import type { DirectoryCheck, SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { useMe } from "../../../session/useMe";
import { NotFoundPage } from "../../../shell/ProblemPages";
import { Page } from "../../../shell/Page";
import { BackLink } from "../../../ui/BackLink";
import { Button, ButtonLink } from "../../../ui/Button";
import { Problem } from "../../../ui/Notice";
import { PageHeader } from "../../../ui/PageHeader";
import { SkeletonRows } from "../../../ui/Skeleton";
import { connectionQuery } from "../../queries";
import { checksQuery } from "../Checks";
import { DoneStep } from "./DoneStep";
import { PreviewStep } from "./PreviewStep";
import { ProvisioningStep } from "./ProvisioningStep";
import { SignInStep } from "./SignInStep";
import { Stepper } from "./Stepper";
import { firstOpen, isDone, nameOf, stepsOf, type Step } from "./steps";

interface WizardPageProps {
  id: number;
  step: string | undefined;
}

const contents: Record<Step, (props: { connection: SsoStrategy }) => React.ReactNode> = {
  "sign-in": SignInStep,
  provisioning: ProvisioningStep,
  preview: PreviewStep,
  done: DoneStep,
};

/** The way from a new connection to a synced directory. It can be left and gone on with: where it stands is in the server. */
export function WizardPage({ id, step }: WizardPageProps) {
  const me = useMe();
  const checks = useQuery(checksQuery(id));
  const { data: connection, error } = useQuery({ ...connectionQuery(id), refetchInterval: 3000 });
  if (!me.administers) return <NotFoundPage />;
  return (
    <Page>
      <BackLink to="/admin/directory" label={m.directory.back} />
      <Problem error={error} />
      {!connection && !error && <SkeletonRows />}
      {connection && <Steps connection={connection} checks={checks.data ?? []} step={step} />}
    </Page>
  );
}

interface StepsProps {
  connection: SsoStrategy;
  checks: DirectoryCheck[];
  step: string | undefined;
}

function Steps({ connection, checks, step }: StepsProps) {
  const navigate = useNavigate();
  const steps = stepsOf(connection);
  const current = steps.find((known) => known === step) ?? firstOpen(connection, checks);
  const Content = contents[current];
  const index = steps.indexOf(current);
  const go = (to: Step | undefined) =>
    void navigate({
      to: "/admin/directory/$id/setup",
      params: { id: String(connection.id) },
      search: to ? { step: to } : {},
    });
  const before = steps[index - 1];
  const after = steps[index + 1];
  return (
    <>
      <PageHeader
        title={m.wizard.title(nameOf(connection))}
        lead={m.wizard.lead}
        actions={<ButtonLink href={`/admin/directory/${connection.id}`}>{m.wizard.later}</ButtonLink>}
      />
      <Stepper connection={connection} checks={checks} current={current} />
      <Content connection={connection} />
      <div className="flex flex-wrap gap-2 pt-5">
        {before && <Button onPress={() => go(before)}>{m.wizard.back}</Button>}
        {after ? (
          <Button look={isDone(current, connection, checks) ? "primary" : "plain"} onPress={() => go(after)}>
            {m.wizard.next}
          </Button>
        ) : (
          <ButtonLink href={`/admin/directory/${connection.id}`} look="primary">
            {m.wizard.finish}
          </ButtonLink>
        )}
      </div>
    </>
  );
}
