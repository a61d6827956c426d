import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Form } from "react-aria-components";

import { api, takePage } from "../../api/client";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { SearchField } from "../../ui/fields";
import { Problem } from "../../ui/Notice";
import { SkeletonRows } from "../../ui/Skeleton";
import { FindingRow } from "./FindingRow";

interface WhyCardProps {
  /** Who is asked about, where the page's address says so. */
  asked?: string | undefined;
  onAsk?: (name: string) => void;
}

/** Finds the request, the rule or the refusal because of which somebody isn't here. */
export function WhyCard({ asked, onAsk }: WhyCardProps) {
  const [name, setName] = useState(asked ?? "");
  const [own, setOwn] = useState(asked ?? "");
  const current = asked ?? own;
  const answer = useId();
  const findings = useQuery({
    queryKey: ["why", current],
    queryFn: async () =>
      (await takePage(api.GET("/api/v1/directory/why", { params: { query: { name: current } } }))).items,
    enabled: current !== "",
    staleTime: 0,
  });
  const ask = () => {
    const next = name.trim();
    setOwn(next);
    onAsk?.(next);
    if (next !== "" && next === current) void findings.refetch();
  };
  return (
    <Card title={m.why.title} lead={m.why.lead}>
      <Form
        className="flex flex-wrap gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <SearchField
          label={m.why.field}
          value={name}
          onChange={setName}
          className="min-w-52 flex-1 sm:max-w-96"
        />
        <Button type="submit" isPending={findings.isFetching}>
          {m.why.submit}
        </Button>
      </Form>
      <div aria-live="polite">
        {current !== "" && (
          <section aria-labelledby={answer} className="pt-4">
            <h3 id={answer} className="pb-2 text-xs font-semibold break-words text-muted">
              {m.why.answer(current)}
            </h3>
            <Problem error={findings.error} />
            {findings.isPending && <SkeletonRows count={2} />}
            <ul className="flex flex-col gap-3">
              {findings.data?.map((finding, index) => (
                <FindingRow key={`${finding.kind}-${index}`} finding={finding} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </Card>
  );
}
