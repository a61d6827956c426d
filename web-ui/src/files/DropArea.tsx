import { Upload } from "lucide-react";
import { useRef, useState, type DragEvent, type ReactNode } from "react";

import { m } from "../messages";
import { tellProblem } from "../ui/toast";
import { nameOf } from "./paths";
import { readDropped, type Found } from "./transfers/readDropped";

interface DropAreaProps {
  path: string;
  onUpload: (found: Found[]) => void;
  children: ReactNode;
}

/** Takes files and folders that are dropped anywhere on the page. Whether they may be added is the server's to say. */
export function DropArea({ path, onUpload, children }: DropAreaProps) {
  const [over, setOver] = useState(false);
  // Entering a child is leaving its parent: the page is left when as many leave as entered.
  const depth = useRef(0);
  const enter = (event: DragEvent, change: 1 | -1) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    depth.current += change;
    setOver(depth.current > 0);
  };
  const drop = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    readDropped(event.dataTransfer).then(onUpload).catch(tellProblem);
  };
  return (
    <div
      className="relative h-full"
      onDragEnter={(event) => enter(event, 1)}
      onDragLeave={(event) => enter(event, -1)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      {children}
      {over && (
        <div className="pointer-events-none absolute inset-3 z-20 grid place-items-center rounded-2xl border-2 border-dashed border-accent bg-accent-wash/90">
          <p className="flex items-center gap-3 text-lg font-semibold text-accent">
            <Upload aria-hidden className="size-6" />
            {m.files.dropHere(path ? nameOf(path) : m.files.top)}
          </p>
        </div>
      )}
    </div>
  );
}
