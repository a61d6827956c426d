import { ChevronDown } from "lucide-react";
import { useState } from "react";
import * as Aria from "react-aria-components";

import { m } from "../messages";

export interface Option {
  id: number;
  label: string;
  detail?: string | undefined;
}

interface FindFieldProps {
  label: string;
  /** What was found for what is typed. */
  options: Option[];
  onType: (text: string) => void;
  onPick: (option: Option) => void;
  /** Empties the field after a pick, for choosing several one after the other. */
  clearOnPick?: boolean;
  help?: string;
  autoFocus?: boolean;
}

/** Finds one of very many by typing a part of its name; the server searches. */
export function FindField(props: FindFieldProps) {
  const { label, options, onType, onPick, clearOnPick = false, help, autoFocus = false } = props;
  const [text, setText] = useState("");
  const [picked, setPicked] = useState<Aria.Key | null>(null);
  const type = (next: string) => {
    setText(next);
    onType(next);
  };
  const pick = (key: Aria.Key | null) => {
    const option = options.find((candidate) => candidate.id === key);
    if (!option) return;
    setPicked(key);
    onPick(option);
    setText(clearOnPick ? "" : option.label);
    if (clearOnPick) onType("");
  };
  return (
    <Aria.ComboBox
      items={options}
      inputValue={text}
      onInputChange={type}
      onChange={pick}
      value={picked}
      menuTrigger="focus"
      allowsEmptyCollection
      className="flex flex-col gap-1.5"
    >
      <Aria.Label className="text-[0.8125rem] font-medium text-soft">{label}</Aria.Label>
      <div className="relative flex">
        <Aria.Input
          autoFocus={autoFocus}
          placeholder={m.permissions.choose}
          className="h-9 w-full rounded-md border border-edge/70 bg-raised pr-9 pl-3 placeholder:text-muted hover:border-edge"
        />
        <Aria.Button className="absolute inset-y-0 right-0 grid w-9 cursor-pointer place-items-center text-muted">
          <ChevronDown aria-hidden className="size-4" />
        </Aria.Button>
      </div>
      {help && (
        <Aria.Text slot="description" className="text-xs text-muted">
          {help}
        </Aria.Text>
      )}
      <Aria.Popover className="z-50 w-(--trigger-width) rounded-lg border border-line bg-raised p-1 shadow-float">
        <Aria.ListBox<Option>
          className="max-h-64 overflow-auto outline-none"
          renderEmptyState={() => <p className="px-2.5 py-2 text-muted">{m.permissions.nothingFound}</p>}
        >
          {(option) => (
            <Aria.ListBoxItem
              id={option.id}
              textValue={option.label}
              className="flex cursor-pointer flex-col rounded-md px-2.5 py-1.5 outline-none data-[focused]:bg-hover"
            >
              <Aria.Text slot="label" className="truncate">
                {option.label}
              </Aria.Text>
              {option.detail && (
                <Aria.Text slot="description" className="truncate text-xs text-muted">
                  {option.detail}
                </Aria.Text>
              )}
            </Aria.ListBoxItem>
          )}
        </Aria.ListBox>
      </Aria.Popover>
    </Aria.ComboBox>
  );
}
