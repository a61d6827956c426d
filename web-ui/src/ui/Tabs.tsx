import type { ReactNode } from "react";
import * as Aria from "react-aria-components";

interface TabsProps {
  label: string;
  tabs: { id: string; label: string; content: ReactNode }[];
  /** Which one is in view, where the page's address says so. */
  selected?: string | undefined;
  onSelect?: (id: string) => void;
}

/** Several views of one thing, one at a time. */
export function Tabs({ label, tabs, selected, onSelect }: TabsProps) {
  const shown = tabs.find((tab) => tab.id === selected) ?? tabs[0];
  const controlled = onSelect
    ? { selectedKey: shown?.id ?? "", onSelectionChange: (key: Aria.Key) => onSelect(String(key)) }
    : {};
  return (
    <Aria.Tabs {...controlled} className="flex flex-col">
      <Aria.TabList aria-label={label} className="flex gap-5 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <Aria.Tab
            key={tab.id}
            id={tab.id}
            className="-mb-px cursor-pointer border-b-2 border-transparent px-0.5 py-2 whitespace-nowrap text-muted hover:text-ink data-[selected]:border-accent data-[selected]:font-semibold data-[selected]:text-ink"
          >
            {tab.label}
          </Aria.Tab>
        ))}
      </Aria.TabList>
      {tabs.map((tab) => (
        <Aria.TabPanel key={tab.id} id={tab.id} className="pt-5">
          {tab.content}
        </Aria.TabPanel>
      ))}
    </Aria.Tabs>
  );
}
