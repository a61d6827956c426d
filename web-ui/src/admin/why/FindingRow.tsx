import { Link, type LinkProps } from "@tanstack/react-router";
import { CircleAlert, CircleCheck, CircleHelp, type LucideIcon } from "lucide-react";
import { useState } from "react";

import type { Finding } from "../../api/types";
import { m } from "../../messages";
import { Said } from "../../ui/Said";
import { RequestDialog } from "./RequestDialog";

const SHOWN_REQUESTS = 3;

/** Something that explains it: what happened, what to do, and the way to what shows it. */
export function FindingRow({ finding }: { finding: Finding }) {
  const [request, setRequest] = useState<number>();
  const { icon: Icon, tone } = lookOf(finding.kind);
  return (
    <li className="flex items-start gap-3 rounded-lg border border-line p-3.5">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-pretty break-words">
          <Said text={finding.says} />
        </p>
        {finding.advice && (
          <p className="pt-0.5 text-pretty break-words text-soft">
            <Said text={finding.advice} />
          </p>
        )}
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1 pt-1.5 text-[0.8125rem]">
          {placesOf(finding).map((place) => (
            <Link key={place.label} {...place.link} className="text-accent hover:underline">
              {place.label}
            </Link>
          ))}
          {finding.scim_log_ids.slice(0, SHOWN_REQUESTS).map((id) => (
            <button
              key={id}
              type="button"
              onClick={() => setRequest(id)}
              className="cursor-pointer text-accent hover:underline"
            >
              {m.why.openRequest(id)}
            </button>
          ))}
        </p>
      </div>
      {request !== undefined && <RequestDialog id={request} onClose={() => setRequest(undefined)} />}
    </li>
  );
}

function lookOf(kind: Finding["kind"]): { icon: LucideIcon; tone: string } {
  if (kind === "here" || kind === "address_known") return { icon: CircleCheck, tone: "text-good" };
  if (kind === "never_sent" || kind === "in_preview") return { icon: CircleHelp, tone: "text-fence" };
  return { icon: CircleAlert, tone: "text-danger" };
}

interface Place {
  link: LinkProps;
  label: string;
}

/** Where one sees it, or sets it right. */
function placesOf(finding: Finding): Place[] {
  const places: Place[] = [];
  if (finding.user_id != null) {
    const params = { id: String(finding.user_id) };
    places.push({ link: { to: "/admin/people/$id", params }, label: m.why.openPerson });
  }
  if (finding.group_id != null) {
    const params = { id: String(finding.group_id) };
    places.push({ link: { to: "/admin/groups/$id", params }, label: m.why.openGroup });
  }
  const connection = finding.sso_strategy_id;
  const tab = tabs[finding.kind];
  if (connection != null && finding.kind === "in_preview") {
    const params = { id: String(connection) };
    const link = { to: "/admin/directory/$id/setup", params, search: { step: "preview" } } as const;
    places.push({ link, label: m.why.openPreview });
  } else if (connection != null && tab) {
    const params = { id: String(connection) };
    places.push({ link: { to: "/admin/directory/$id", params, search: { tab: tab.id } }, label: tab.label });
  }
  return places;
}

const tabs: Partial<Record<Finding["kind"], { id: string; label: string }>> = {
  left_out_by_rule: { id: "rules", label: m.why.openRules },
  required_group_missing: { id: "rules", label: m.why.openRules },
  token_refused: { id: "tokens", label: m.why.openTokens },
  sign_in_refused: { id: "sign-in", label: m.why.openSignIns },
};
