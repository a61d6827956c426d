import { ChevronDown, FileUp, FolderUp, Upload } from "lucide-react";
import { useRef, type ChangeEvent } from "react";

import { m } from "../messages";
import { Button, buttonClass } from "../ui/Button";
import { classes } from "../ui/classes";
import { MoreMenu } from "../ui/Menu";
import { readChosen, type Found } from "./transfers/readDropped";

interface UploadButtonProps {
  onUpload: (found: Found[]) => void;
  /** Why nothing can be added here. */
  reason: string | undefined;
}

/** Chooses files, or a whole folder, to be uploaded here. */
export function UploadButton({ onUpload, reason }: UploadButtonProps) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const add = (event: ChangeEvent<HTMLInputElement>) => {
    onUpload(readChosen(event.target.files ?? []));
    event.target.value = "";
  };
  return (
    <div className="flex">
      <Button
        look="primary"
        unavailable={reason}
        onPress={() => files.current?.click()}
        className={reason ? "" : "rounded-r-none"}
      >
        <Upload aria-hidden className="size-4" />
        {m.files.uploadFiles}
      </Button>
      {!reason && (
        <MoreMenu
          label={m.files.moreUploads}
          className={classes(
            buttonClass("primary", "normal", true),
            "w-8 rounded-l-none !border-l-surface/30",
          )}
          entries={[
            {
              id: "files",
              label: m.files.uploadFiles,
              icon: <FileUp />,
              onAction: () => files.current?.click(),
            },
            {
              id: "folder",
              label: m.files.uploadFolder,
              icon: <FolderUp />,
              onAction: () => folder.current?.click(),
            },
          ]}
        >
          <ChevronDown aria-hidden className="size-4" />
        </MoreMenu>
      )}
      <input ref={files} type="file" multiple hidden aria-label={m.files.chooseFiles} onChange={add} />
      <input
        ref={folder}
        type="file"
        webkitdirectory=""
        hidden
        aria-label={m.files.chooseFolder}
        onChange={add}
      />
    </div>
  );
}
