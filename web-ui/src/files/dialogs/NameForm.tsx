import { useState } from "react";
import { Form } from "react-aria-components";

import { m } from "../../messages";
import { Button } from "../../ui/Button";
import { DialogButtons } from "../../ui/Dialog";
import { TextField } from "../../ui/fields";
import { Problem } from "../../ui/Notice";
import { isName } from "../paths";

interface NameFormProps {
  label: string;
  initial: string;
  action: string;
  error: unknown;
  isPending: boolean;
  onSubmit: (name: string) => void;
  onCancel: () => void;
}

/** Asks for the name of a file or a folder. */
export function NameForm({ label, initial, action, error, isPending, onSubmit, onCancel }: NameFormProps) {
  const [name, setName] = useState(initial);
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(name.trim());
      }}
    >
      <TextField
        label={label}
        value={name}
        onChange={setName}
        validate={(value) => (isName(value) ? null : m.files.nameRules)}
        autoComplete="off"
        autoFocus
      />
      <Problem error={error} className="mt-4" />
      <DialogButtons>
        <Button onPress={onCancel}>{m.common.cancel}</Button>
        <Button type="submit" look="primary" isPending={isPending}>
          {action}
        </Button>
      </DialogButtons>
    </Form>
  );
}
