import { Label, Radio, RadioGroup } from "react-aria-components";

interface SegmentsProps<K extends string> {
  label: string;
  choices: { id: K; label: string }[];
  value: K;
  onChange: (value: K) => void;
}

/** One of two or three things, side by side. */
export function Segments<K extends string>({ label, choices, value, onChange }: SegmentsProps<K>) {
  return (
    <RadioGroup
      value={value}
      onChange={(next) => onChange(next as K)}
      orientation="horizontal"
      className="flex flex-col gap-1.5"
    >
      <Label className="text-[0.8125rem] font-medium text-soft">{label}</Label>
      <div className="inline-flex flex-wrap gap-0.5 self-start rounded-lg border border-line bg-sunken p-0.5">
        {choices.map((choice) => (
          <Radio
            key={choice.id}
            value={choice.id}
            className="cursor-pointer rounded-md px-3 py-1 text-soft hover:text-ink data-[selected]:bg-raised data-[selected]:font-medium data-[selected]:text-ink data-[selected]:shadow-card"
          >
            {choice.label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
