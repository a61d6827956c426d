import { X } from "lucide-react";
import { useState } from "react";

import { m } from "../../messages";
import { SelectField } from "../../ui/fields";
import { FindField, type Option } from "../../ui/FindField";
import { useSettled } from "../../ui/useSettled";
import { useGroupOptions, usePeopleOptions } from "../queries";

export type SubjectKind = "group" | "user" | "all";

interface SubjectFieldsProps {
  kind: SubjectKind;
  onKind: (kind: SubjectKind) => void;
  subjects: Option[];
  onSubjects: (subjects: Option[]) => void;
}

const kinds = (Object.keys(m.permissions.subjectKinds) as SubjectKind[]).map((id) => ({
  id,
  label: m.permissions.subjectKinds[id],
}));

/** Who gets it: a group, a person, or several groups at once. */
export function SubjectFields({ kind, onKind, subjects, onSubjects }: SubjectFieldsProps) {
  return (
    <>
      <SelectField label={m.permissions.subjectKind} choices={kinds} value={kind} onChange={onKind} />
      {kind === "user" && <PersonField onPick={(person) => onSubjects([person])} />}
      {kind === "group" && <GroupField onPick={(group) => onSubjects([group])} />}
      {kind === "all" && <GroupList groups={subjects} onGroups={onSubjects} />}
    </>
  );
}

function PersonField({ onPick }: { onPick: (person: Option) => void }) {
  const [search, setSearch] = useState("");
  const options = usePeopleOptions(useSettled(search));
  return <FindField label={m.permissions.person} options={options} onType={setSearch} onPick={onPick} />;
}

function GroupField({ onPick }: { onPick: (group: Option) => void }) {
  const [search, setSearch] = useState("");
  const options = useGroupOptions(useSettled(search));
  return <FindField label={m.permissions.group} options={options} onType={setSearch} onPick={onPick} />;
}

function GroupList({ groups, onGroups }: { groups: Option[]; onGroups: (groups: Option[]) => void }) {
  const [search, setSearch] = useState("");
  const options = useGroupOptions(useSettled(search)).filter(
    (option) => !groups.some((group) => group.id === option.id),
  );
  return (
    <>
      <FindField
        label={m.permissions.groups}
        options={options}
        onType={setSearch}
        onPick={(group) => onGroups([...groups, group])}
        clearOnPick
        help={m.permissions.groupsHelp}
      />
      {groups.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {groups.map((group) => (
            <li key={group.id} className="flex items-center gap-1 rounded-md bg-accent-wash py-1 pr-1 pl-2.5">
              {group.label}
              <button
                type="button"
                aria-label={`${m.common.remove} ${group.label}`}
                onClick={() => onGroups(groups.filter((other) => other.id !== group.id))}
                className="grid size-6 cursor-pointer place-items-center rounded hover:bg-hover"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
