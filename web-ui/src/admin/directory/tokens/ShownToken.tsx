import { m } from "../../../messages";
import { Button } from "../../../ui/Button";
import { CopyField } from "../../../ui/CopyField";
import { DialogButtons } from "../../../ui/Dialog";
import { Notice } from "../../../ui/Notice";

/** A new token, this once. */
export function ShownToken({ token, onClose }: { token: string; onClose: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <Notice kind="caution">{m.directory.tokens.shown}</Notice>
      <CopyField label={m.directory.token} value={token} />
      <DialogButtons>
        <Button look="primary" onPress={onClose}>
          {m.common.done}
        </Button>
      </DialogButtons>
    </div>
  );
}
