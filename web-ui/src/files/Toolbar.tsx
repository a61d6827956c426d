import { Copy, Download, FolderInput, FolderPlus, Info, Pencil, Trash2, X } from "lucide-react";

import type { File } from "../api/types";
import { m } from "../messages";
import { Button, IconButton } from "../ui/Button";
import { classes } from "../ui/classes";
import { SearchField } from "../ui/fields";
import { may, whyNotAdd } from "./may";
import type { Found } from "./transfers/readDropped";
import { UploadButton } from "./UploadButton";
import type { EntryActs } from "./useListKeys";

interface ToolbarProps {
  folder: File | undefined;
  onUpload: (found: Found[]) => void;
  chosen: File[];
  acts: EntryActs;
  filter: string;
  onFilter: (text: string) => void;
  onNewFolder: () => void;
  onClear: () => void;
  panelOpen: boolean;
  onPanel: () => void;
}

/** What can be done here: with the folder, and with the things that are chosen. */
export function Toolbar(props: ToolbarProps) {
  const { folder, onUpload, chosen, acts, filter, onFilter, onNewFolder, onClear, panelOpen, onPanel } =
    props;
  const reason = whyNotAdd(folder);
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-2">
      <div className={classes(chosen.length > 0 && "max-lg:hidden")}>
        <UploadButton onUpload={onUpload} reason={reason} />
      </div>
      {chosen.length === 0 ? (
        <Button unavailable={reason} onPress={onNewFolder}>
          <FolderPlus aria-hidden className="size-4" />
          {m.files.newFolder}
        </Button>
      ) : (
        <ChosenActs chosen={chosen} acts={acts} onClear={onClear} />
      )}
      <div className="ml-auto flex flex-1 items-center gap-2 sm:flex-none">
        <SearchField
          label={m.files.filter}
          value={filter}
          onChange={onFilter}
          className="min-w-40 flex-1 sm:w-56"
        />
        <IconButton
          look={panelOpen ? "plain" : "quiet"}
          label={panelOpen ? m.files.hideDetails : m.files.showDetails}
          onPress={onPanel}
        >
          <Info aria-hidden className="size-4" />
        </IconButton>
      </div>
    </div>
  );
}

interface ChosenActsProps {
  chosen: File[];
  acts: EntryActs;
  onClear: () => void;
}

function ChosenActs({ chosen, acts, onClear }: ChosenActsProps) {
  const only = chosen.length === 1 ? chosen[0] : undefined;
  const readable = chosen.every((entry) => may(entry, "read"));
  const files = chosen.every((entry) => entry.type === "file");
  const whyNotMove = acts.mayMove ? undefined : m.files.reasons.move;
  return (
    <>
      <span role="status" className="pr-1 font-medium">
        {m.files.selected(chosen.length)}
      </span>
      {files && (
        <Button
          unavailable={readable ? undefined : m.files.reasons.download}
          onPress={() => acts.download(chosen)}
        >
          <Download aria-hidden className="size-4" />
          {m.files.download}
        </Button>
      )}
      {only && (
        <Button unavailable={whyNotMove} onPress={() => acts.rename(only)}>
          <Pencil aria-hidden className="size-4" />
          {m.files.rename}
        </Button>
      )}
      <Button unavailable={whyNotMove} onPress={() => acts.move(chosen)}>
        <FolderInput aria-hidden className="size-4" />
        {m.files.move}
      </Button>
      {readable && (
        <Button onPress={() => acts.copy(chosen)}>
          <Copy aria-hidden className="size-4" />
          {m.files.copy}
        </Button>
      )}
      <Button
        look="danger"
        unavailable={acts.mayDelete ? undefined : m.files.reasons.delete}
        onPress={() => acts.remove(chosen)}
      >
        <Trash2 aria-hidden className="size-4" />
        {m.files.delete}
      </Button>
      <IconButton label={m.common.clear} onPress={onClear}>
        <X aria-hidden className="size-4" />
      </IconButton>
    </>
  );
}
