import { useQuery } from "@tanstack/react-query";

import { api, take } from "../../../api/client";
import type { SetupSection, SetupStep, SsoStrategy } from "../../../api/types";
import { m } from "../../../messages";
import { Card } from "../../../ui/Card";
import { CopyField } from "../../../ui/CopyField";
import { Problem } from "../../../ui/Notice";
import { SkeletonRows } from "../../../ui/Skeleton";
import { nameOf } from "./steps";

interface GuideProps {
  connection: SsoStrategy;
  step: SetupStep;
}

/** What to do in the directory's console for a step, in its words and in the order of its pages. */
export function Guide({ connection, step }: GuideProps) {
  const { provider } = connection;
  const guide = useQuery({
    queryKey: ["setup-guide", provider],
    queryFn: () => take(api.GET("/api/v1/directory/setup_guide", { params: { query: { provider } } })),
    staleTime: Infinity,
  });
  const sections = guide.data?.sections.filter((section) => section.step === step) ?? [];
  if (guide.data && sections.length === 0) return null;
  return (
    <Card title={m.wizard.there(nameOf(connection))} flush>
      <Problem error={guide.error} className="m-4" />
      {guide.isPending && <SkeletonRows count={4} />}
      <ol className="divide-y divide-line">
        {sections.map((section) => (
          <Section key={section.place} section={section} />
        ))}
      </ol>
    </Card>
  );
}

function Section({ section }: { section: SetupSection }) {
  return (
    <li className="flex flex-col gap-3.5 p-4">
      <div>
        <h3 className="font-medium break-words">{section.place}</h3>
        <p className="text-pretty text-soft">{section.task}</p>
      </div>
      {section.fields.map((field) =>
        field.value == null ? (
          <div key={field.name} className="flex flex-col gap-1.5">
            <span className="text-[0.8125rem] font-medium text-soft">{field.name}</span>
            <span className="rounded-md border border-dashed border-edge px-3 py-1.5 text-[0.8125rem] text-muted">
              {m.wizard.tokenThere}
            </span>
          </div>
        ) : (
          <CopyField key={field.name} label={field.name} value={field.value} />
        ),
      )}
    </li>
  );
}
