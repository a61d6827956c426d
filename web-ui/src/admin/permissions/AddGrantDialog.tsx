import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, take } from "../../api/client";
import type { PermissionLevel } from "../../api/types";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Dialog, DialogButtons } from "../../ui/Dialog";
import { SelectField, Toggle } from "../../ui/fields";
import type { Option } from "../../ui/FindField";
import { Problem } from "../../ui/Notice";
import { tell } from "../../ui/toast";
import { refreshAccess } from "./fences";
import { folderLabel } from "./reasons";
import { SubjectFields, type SubjectKind } from "./SubjectFields";

const levels = (Object.keys(m.words.level) as PermissionLevel[]).map((id) => ({
  id,
  label: m.words.level[id],
  detail: m.words.levelDetail[id],
}));

/** Gives a level on a folder to a group, a person, or those who are in all of several groups. */
export function AddGrantDialog({ path, onClose }: { path: string; onClose: () => void }) {
  const client = useQueryClient();
  const [kind, setKind] = useState<SubjectKind>("group");
  const [subjects, setSubjects] = useState<Option[]>([]);
  const [level, setLevel] = useState<PermissionLevel>("readonly");
  const [recursive, setRecursive] = useState(true);
  const complete = kind === "all" ? subjects.length > 1 : subjects.length === 1;
  const add = useMutation({
    mutationFn: () =>
      take(
        api.POST("/api/rest/v1/permissions", {
          body: { path, permission: level, recursive, ...subjectBody(kind, subjects) },
        }),
      ),
    onSuccess: async () => {
      await refreshAccess(client);
      tell(
        m.permissions.addedToast(subjects.map((subject) => subject.label).join(" + "), m.words.level[level]),
      );
      onClose();
    },
  });
  return (
    <Dialog title={m.permissions.addTitle(folderLabel(path))} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        <SubjectFields
          kind={kind}
          onKind={(next) => {
            setKind(next);
            setSubjects([]);
          }}
          subjects={subjects}
          onSubjects={setSubjects}
        />
        <SelectField
          label={m.permissions.level}
          choices={levels}
          value={level}
          onChange={setLevel}
          help={m.words.levelDetail[level]}
        />
        <Toggle isSelected={recursive} onChange={setRecursive}>
          {m.permissions.recursive}
        </Toggle>
        <Problem error={add.error} />
      </div>
      <DialogButtons>
        <Button onPress={onClose}>{m.common.cancel}</Button>
        <Button look="primary" isDisabled={!complete} isPending={add.isPending} onPress={() => add.mutate()}>
          {m.permissions.addSubmit}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function subjectBody(kind: SubjectKind, subjects: Option[]) {
  const id = subjects[0]?.id ?? null;
  if (kind === "user") return { user_id: id };
  return kind === "group" ? { group_id: id } : { group_ids: subjects.map((subject) => subject.id).join(",") };
}
