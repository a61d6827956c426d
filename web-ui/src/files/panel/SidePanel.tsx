import { X } from "lucide-react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";

import type { File } from "../../api/types";
import { m } from "../../messages";
import { useMe } from "../../session/useMe";
import { IconButton } from "../../ui/Button";
import { EntryIcon } from "../EntryIcon";
import { may } from "../may";
import { parentOf } from "../paths";
import { AccessTab } from "./AccessTab";
import { DetailsTab } from "./DetailsTab";
import { HistoryTab } from "./HistoryTab";

interface SidePanelProps {
  /** What is chosen, or the folder itself. */
  entry: File | undefined;
  onClose: () => void;
}

const tab =
  "cursor-pointer border-b-2 border-transparent px-1 py-2 text-muted hover:text-ink data-[selected]:border-accent data-[selected]:font-semibold data-[selected]:text-ink";

/** What there is to know about an entry: details, who reaches it, what was done. */
export function SidePanel({ entry, onClose }: SidePanelProps) {
  const me = useMe();
  const folder = entry?.type === "file" ? parentOf(entry.path) : (entry?.path ?? "");
  const seesAccess = me.sees_administration || (entry?.permissions?.includes("a") ?? false);
  return (
    <aside
      aria-label={m.files.details}
      className="fixed inset-x-0 bottom-0 z-20 flex max-h-[75dvh] flex-col overflow-hidden rounded-t-2xl border border-line bg-surface shadow-float xl:static xl:max-h-none xl:w-88 xl:shrink-0 xl:rounded-xl xl:shadow-card"
    >
      <header className="flex items-start gap-3 px-4 pt-4 pb-1">
        {entry && <EntryIcon entry={entry} />}
        <h2 className="min-w-0 flex-1 font-semibold break-words">{entry?.display_name || m.files.top}</h2>
        <IconButton size="small" label={m.files.hideDetails} onPress={onClose}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </header>
      <Tabs key={entry?.id} className="flex min-h-0 flex-1 flex-col">
        <TabList aria-label={m.files.details} className="flex gap-4 border-b border-line px-4">
          <Tab id="details" className={tab}>
            {m.files.panel.details}
          </Tab>
          {seesAccess && (
            <Tab id="access" className={tab}>
              {m.files.panel.access}
            </Tab>
          )}
          {entry && may(entry, "history") && (
            <Tab id="history" className={tab}>
              {m.files.panel.history}
            </Tab>
          )}
        </TabList>
        <TabPanel id="details" className="min-h-0 flex-1 overflow-y-auto p-4">
          {entry && <DetailsTab entry={entry} />}
        </TabPanel>
        <TabPanel id="access" className="min-h-0 flex-1 overflow-y-auto p-4">
          <AccessTab folder={folder} isFile={entry?.type === "file"} />
        </TabPanel>
        <TabPanel id="history" className="min-h-0 flex-1 overflow-y-auto p-4">
          {entry && <HistoryTab entry={entry} />}
        </TabPanel>
      </Tabs>
    </aside>
  );
}
