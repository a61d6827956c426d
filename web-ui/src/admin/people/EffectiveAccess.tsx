import { useQueries, useQuery } from "@tanstack/react-query";
import { Folder } from "lucide-react";
import { useState } from "react";
import { Form } from "react-aria-components";

import { api, take } from "../../api/client";
import type { User } from "../../api/types";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { TextField } from "../../ui/fields";
import { Notice, Problem } from "../../ui/Notice";
import { SkeletonRows } from "../../ui/Skeleton";
import { ExplanationView } from "../permissions/ExplanationView";
import { folderLabel } from "../permissions/reasons";
import { grantsQuery } from "../queries";

/** Folders beyond this many are explained one at a time, below. */
const EXPLAINED = 40;

function explainQuery(userId: number, path: string) {
  return {
    queryKey: ["explain", userId, path],
    queryFn: () => take(api.GET("/api/v1/access/explain", { params: { query: { user_id: userId, path } } })),
  };
}

/** The folders that a person reaches, each with its reasons, and any other folder on demand. */
export function EffectiveAccess({ user }: { user: User }) {
  const grants = useQuery(grantsQuery({ user_id: user.id, include_groups: true }));
  const paths = [...new Set(grants.data?.map((grant) => grant.path))].sort().slice(0, EXPLAINED);
  const explanations = useQueries({ queries: paths.map((path) => explainQuery(user.id, path)) });
  return (
    <Card title={m.people.access} lead={m.people.accessLead}>
      <div className="flex flex-col gap-4">
        {user.disabled && <Notice kind="caution">{m.people.accessOff}</Notice>}
        {user.site_admin && <Notice>{m.people.accessAll}</Notice>}
        <Problem error={grants.error} />
        {grants.isPending && <SkeletonRows count={3} />}
        {grants.data && paths.length === 0 && !user.site_admin && (
          <p className="text-muted">{m.people.accessNone}</p>
        )}
        <ul className="flex flex-col divide-y divide-line">
          {explanations.map((explanation, index) => (
            <li key={paths[index]} className="flex gap-3 py-3 first:pt-0 last:pb-0">
              <Folder
                aria-hidden
                strokeWidth={1.6}
                className="mt-0.5 size-5 shrink-0 fill-accent-wash text-accent"
              />
              <div className="min-w-0 flex-1">
                <p className="font-medium break-all">{folderLabel(paths[index] ?? "")}</p>
                {explanation.data && <ExplanationView explanation={explanation.data} />}
                <Problem error={explanation.error} />
              </div>
            </li>
          ))}
        </ul>
        <ExplainForm userId={user.id} />
      </div>
    </Card>
  );
}

function ExplainForm({ userId }: { userId: number }) {
  const [text, setText] = useState("");
  const [path, setPath] = useState<string>();
  const explanation = useQuery({ ...explainQuery(userId, path ?? ""), enabled: path !== undefined });
  return (
    <div className="rounded-lg bg-sunken p-3.5">
      <Form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          setPath(text.trim().replace(/^\/+|\/+$/g, ""));
        }}
      >
        <div className="min-w-56 flex-1">
          <TextField label={m.people.explainPath} value={text} onChange={setText} autoComplete="off" mono />
        </div>
        <Button type="submit">{m.people.explainSubmit}</Button>
      </Form>
      {path !== undefined && explanation.data && (
        <div className="pt-3">
          <p className="font-medium break-all">{folderLabel(explanation.data.path)}</p>
          <ExplanationView explanation={explanation.data} />
        </div>
      )}
      <Problem error={explanation.error} className="mt-3" />
    </div>
  );
}
