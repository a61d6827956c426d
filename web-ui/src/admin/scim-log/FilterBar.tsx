import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { stated } from "../../api/useList";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { SearchField, SelectField, TextField } from "../../ui/fields";
import { useSettled } from "../../ui/useSettled";
import { connectionsQuery } from "../queries";
import type { ScimLogFilters } from "./filters";

interface FilterBarProps {
  filters: ScimLogFilters;
  onFilters: (filters: ScimLogFilters) => void;
}

const codes = [
  { id: "", label: m.scimLog.allCodes },
  ...Object.entries(m.scimLog.codes).map(([id, label]) => ({ id, label })),
];

/** Narrows the log down. */
export function FilterBar({ filters, onFilters }: FilterBarProps) {
  const connections = useQuery(connectionsQuery);
  const set = (name: keyof ScimLogFilters) => (value: string) =>
    onFilters(stated({ ...filters, [name]: value }));
  return (
    <div className="grid grid-cols-2 items-end gap-2 pb-3 md:grid-cols-[minmax(13rem,1.6fr)_1fr_1fr] xl:grid-cols-[minmax(13rem,1.6fr)_1fr_1fr_auto_auto_auto]">
      <Search value={filters.search ?? ""} onChange={set("search")} />
      <SelectField label={m.scimLog.code} choices={codes} value={filters.code ?? ""} onChange={set("code")} />
      <SelectField
        label={m.scimLog.connection}
        choices={[
          { id: "", label: m.scimLog.allConnections },
          ...(connections.data ?? []).map(({ id, label }) => ({ id: String(id), label })),
        ]}
        value={filters.connection ?? ""}
        onChange={set("connection")}
      />
      <TextField label={m.scimLog.fromDay} type="date" value={filters.from ?? ""} onChange={set("from")} />
      <TextField label={m.scimLog.untilDay} type="date" value={filters.until ?? ""} onChange={set("until")} />
      {Object.keys(filters).length > 0 && (
        <Button look="quiet" onPress={() => onFilters({})}>
          {m.scimLog.clear}
        </Button>
      )}
    </div>
  );
}

/** A text that takes effect when one pauses. */
function Search({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const settled = useSettled(text, 300);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  useEffect(() => {
    if (settled === text && settled !== value && known === value) onChange(settled);
  }, [settled, text, value, known, onChange]);
  return (
    <SearchField label={m.scimLog.search} value={text} onChange={setText} className="max-md:col-span-2" />
  );
}
