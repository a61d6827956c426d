import { Label, Radio, RadioGroup } from "react-aria-components";

interface RadioListProps<K extends string> {
  label: string;
  choices: { id: K; label: string; detail?: string }[];
  value: K;
  onChange: (value: K) => void;
}

/** One of a few things, all in view, each with a word of explanation. */
export function RadioList<K extends string>({ label, choices, value, onChange }: RadioListProps<K>) {
  return (
    <RadioGroup value={value} onChange={(next) => onChange(next as K)} className="flex flex-col gap-1.5">
      <Label className="text-[0.8125rem] font-medium text-soft">{label}</Label>
      {choices.map((choice) => (
        <Radio
          key={choice.id}
          value={choice.id}
          className="group flex cursor-pointer items-start gap-3 rounded-lg border border-line px-3 py-2 data-[selected]:border-accent data-[selected]:bg-accent-wash"
        >
          <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-edge bg-raised group-data-[selected]:border-accent">
            <span className="size-2 rounded-full group-data-[selected]:bg-accent" />
          </span>
          <span className="flex min-w-0 flex-col">
            <span className="font-medium">{choice.label}</span>
            {choice.detail && <span className="text-xs text-muted">{choice.detail}</span>}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
