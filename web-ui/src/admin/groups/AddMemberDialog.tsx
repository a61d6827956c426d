import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { api, take } from "../../api/client";
import type { Group } from "../../api/types";
import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { Dialog, DialogButtons } from "../../ui/Dialog";
import { FindField, type Option } from "../../ui/FindField";
import { Problem } from "../../ui/Notice";
import { tell } from "../../ui/toast";
import { useSettled } from "../../ui/useSettled";
import { usePeopleOptions } from "../queries";

interface AddMemberDialogProps {
  group: Group;
  onAdded: () => Promise<void>;
  onClose: () => void;
}

/** Puts a person into a group. */
export function AddMemberDialog({ group, onAdded, onClose }: AddMemberDialogProps) {
  const [search, setSearch] = useState("");
  const [person, setPerson] = useState<Option>();
  const options = usePeopleOptions(useSettled(search));
  const add = useMutation({
    mutationFn: (chosen: Option) =>
      take(api.POST("/api/rest/v1/group_users", { body: { group_id: group.id, user_id: chosen.id } })),
    onSuccess: async (_, chosen) => {
      await onAdded();
      tell(m.groups.memberAdded(chosen.label));
      onClose();
    },
  });
  return (
    <Dialog title={m.groups.addMember} isOpen onClose={onClose}>
      <FindField
        label={m.permissions.person}
        options={options}
        onType={setSearch}
        onPick={setPerson}
        autoFocus
      />
      <Problem error={add.error} className="mt-4" />
      <DialogButtons>
        <Button onPress={onClose}>{m.common.cancel}</Button>
        <Button
          look="primary"
          isDisabled={!person}
          isPending={add.isPending}
          onPress={() => person && add.mutate(person)}
        >
          {m.groups.addMemberSubmit}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
