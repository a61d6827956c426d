import { Check, Copy } from "lucide-react";
import { useId, useState } from "react";

import { m } from "../messages";
import { IconButton } from "./Button";

interface CopyFieldProps {
  label: string;
  value: string;
  help?: string;
}

/** A value to be pasted elsewhere, with the button that copies it. */
export function CopyField({ label, value, help }: CopyFieldProps) {
  const id = useId();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <div className="flex flex-col gap-1.5">
      <span id={id} className="text-[0.8125rem] font-medium text-soft">
        {label}
      </span>
      <div className="flex items-center gap-1 rounded-md border border-line bg-sunken py-1 pr-1 pl-3">
        <output
          aria-labelledby={id}
          className="min-w-0 flex-1 font-mono text-[0.8125rem] break-all select-all"
        >
          {value}
        </output>
        <IconButton
          size="small"
          label={copied ? m.common.copiedOf(label) : m.common.copyOf(label)}
          onPress={() => void copy()}
        >
          {copied ? (
            <Check aria-hidden className="size-4 text-good" />
          ) : (
            <Copy aria-hidden className="size-4" />
          )}
        </IconButton>
      </div>
      <span role="status" className="sr-only">
        {copied ? m.common.copied : ""}
      </span>
      {help && <p className="text-xs text-muted">{help}</p>}
    </div>
  );
}
