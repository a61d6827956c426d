import { useEffect, useState } from "react";

import { stated } from "../../api/useList";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { SelectField, TextField } from "../../ui/fields";
import { useSettled } from "../../ui/useSettled";
import type { AuditFilters } from "./filters";

interface FilterBarProps {
  filters: AuditFilters;
  onFilters: (filters: AuditFilters) => void;
}

function choices(all: string, labels: Record<string, string>) {
  return [{ id: "", label: all }, ...Object.entries(labels).map(([id, label]) => ({ id, label }))];
}

const actions = choices(m.common.all, m.audit.actions);
const interfaces = choices(m.common.all, m.words.interface);
const outcomes = choices(m.common.all, m.audit.outcomes);

/** Narrows the log down. */
export function FilterBar({ filters, onFilters }: FilterBarProps) {
  const set = (name: keyof AuditFilters) => (value: string) => {
    onFilters(stated({ ...filters, [name]: value }));
  };
  return (
    <div className="grid grid-cols-2 items-end gap-2 pb-3 md:grid-cols-4 xl:grid-cols-[1fr_1fr_1fr_1.3fr_1fr_auto_auto_auto]">
      <SelectField
        label={m.audit.action}
        choices={actions}
        value={filters.action ?? ""}
        onChange={set("action")}
      />
      <SelectField
        label={m.audit.interface}
        choices={interfaces}
        value={filters.interface ?? ""}
        onChange={set("interface")}
      />
      <SelectField
        label={m.audit.outcome}
        choices={outcomes}
        value={filters.outcome ?? ""}
        onChange={set("outcome")}
      />
      <TypedFilter label={m.audit.path} value={filters.path ?? ""} onChange={set("path")} />
      <TypedFilter label={m.audit.address} value={filters.ip ?? ""} onChange={set("ip")} />
      <TextField label={m.audit.from} type="date" value={filters.from ?? ""} onChange={set("from")} />
      <TextField label={m.audit.until} type="date" value={filters.until ?? ""} onChange={set("until")} />
      <Button look="quiet" onPress={() => onFilters({})} isDisabled={Object.keys(filters).length === 0}>
        {m.audit.clear}
      </Button>
    </div>
  );
}

interface TypedFilterProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A text that takes effect when one pauses: each letter would be a search, and a place in the browser's history. */
function TypedFilter({ label, value, onChange }: TypedFilterProps) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const settled = useSettled(text, 350);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  useEffect(() => {
    if (settled === text && settled !== value && known === value) onChange(settled);
  }, [settled, text, value, known, onChange]);
  return <TextField label={label} value={text} onChange={setText} autoComplete="off" />;
}
