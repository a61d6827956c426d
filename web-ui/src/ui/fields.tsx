import { Check, ChevronDown, Search, X } from "lucide-react";
import type { ReactNode } from "react";
import * as Aria from "react-aria-components";

import { m } from "../messages";
import { classes } from "./classes";

const box =
  "w-full rounded-md border border-edge/70 bg-raised text-ink placeholder:text-muted hover:border-edge data-[invalid]:border-danger";

interface TextFieldProps {
  label: string;
  name?: string;
  value?: string;
  defaultValue?: string;
  onChange?: (value: string) => void;
  type?: "text" | "password" | "email" | "search" | "date" | "datetime-local";
  help?: ReactNode;
  autoComplete?: string;
  autoFocus?: boolean;
  isRequired?: boolean;
  isReadOnly?: boolean;
  minLength?: number;
  placeholder?: string;
  /** Several lines, of which this many show. */
  rows?: number;
  /** For keys, certificates, paths. */
  mono?: boolean;
  validate?: (value: string) => string | null;
}

/** A text to be typed in, with its label above and its help below. */
export function TextField({ label, help, rows, mono, placeholder = "", ...rest }: TextFieldProps) {
  const face = classes(box, mono && "font-mono text-[0.8125rem]");
  return (
    <Aria.TextField {...rest} className="flex flex-col gap-1.5">
      <Aria.Label className="text-[0.8125rem] font-medium text-soft">{label}</Aria.Label>
      {rows ? (
        <Aria.TextArea
          rows={rows}
          placeholder={placeholder}
          spellCheck={false}
          className={classes(face, "px-3 py-2")}
        />
      ) : (
        <Aria.Input placeholder={placeholder} className={classes(face, "h-9 px-3")} />
      )}
      {help && (
        <Aria.Text slot="description" className="text-xs text-muted">
          {help}
        </Aria.Text>
      )}
      <Aria.FieldError className="text-xs text-danger" />
    </Aria.TextField>
  );
}

interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  className?: string;
}

/** Narrows a list down while one types. */
export function SearchField({ label, value, onChange, className }: SearchFieldProps) {
  return (
    <Aria.SearchField
      aria-label={label}
      value={value}
      onChange={onChange}
      className={classes("group relative flex items-center", className)}
    >
      <Search aria-hidden className="pointer-events-none absolute left-3 size-4 text-muted" />
      <Aria.Input
        placeholder={label}
        className={classes(box, "h-9 pr-8 pl-9 [&::-webkit-search-cancel-button]:hidden")}
      />
      <Aria.Button
        aria-label={m.common.clear}
        className="absolute right-1.5 grid size-6 place-items-center rounded text-muted group-data-[empty]:hidden hover:bg-hover"
      >
        <X aria-hidden className="size-3.5" />
      </Aria.Button>
    </Aria.SearchField>
  );
}

export interface Choice<K extends string> {
  id: K;
  label: string;
  detail?: string;
}

interface SelectFieldProps<K extends string> {
  label: string;
  choices: Choice<K>[];
  value: K;
  onChange: (value: K) => void;
  help?: ReactNode;
  /** The label is for screen readers alone: the place says what it is. */
  bare?: boolean;
  isDisabled?: boolean;
}

/** One of a few things. */
export function SelectField<K extends string>(props: SelectFieldProps<K>) {
  const { label, choices, value, onChange, help, bare, isDisabled = false } = props;
  return (
    <Aria.Select
      {...(bare ? { "aria-label": label } : {})}
      value={value}
      onChange={(key) => key !== null && onChange(key as K)}
      isDisabled={isDisabled}
      className="flex min-w-0 flex-col gap-1.5"
    >
      {!bare && <Aria.Label className="text-[0.8125rem] font-medium text-soft">{label}</Aria.Label>}
      <Aria.Button className={classes(box, "flex h-9 items-center gap-2 px-3 text-left disabled:opacity-60")}>
        <Aria.SelectValue className="min-w-0 flex-1 truncate">
          {({ selectedText }) => selectedText}
        </Aria.SelectValue>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
      </Aria.Button>
      {help && (
        <Aria.Text slot="description" className="text-xs text-muted">
          {help}
        </Aria.Text>
      )}
      <Aria.Popover className="z-50 min-w-(--trigger-width) rounded-lg border border-line bg-raised p-1 shadow-float">
        <Aria.ListBox items={choices} className="max-h-80 overflow-auto outline-none">
          {(choice) => (
            <Aria.ListBoxItem
              id={choice.id}
              textValue={choice.label}
              className="group flex cursor-pointer items-start gap-2 rounded-md px-2.5 py-1.5 outline-none data-[focused]:bg-hover"
            >
              <span className="flex min-w-0 flex-1 flex-col">
                <Aria.Text slot="label" className="truncate">
                  {choice.label}
                </Aria.Text>
                {choice.detail && (
                  <Aria.Text slot="description" className="text-xs text-muted">
                    {choice.detail}
                  </Aria.Text>
                )}
              </span>
              <Check
                aria-hidden
                className="invisible mt-0.5 size-4 text-accent group-data-[selected]:visible"
              />
            </Aria.ListBoxItem>
          )}
        </Aria.ListBox>
      </Aria.Popover>
    </Aria.Select>
  );
}

interface ToggleProps {
  children: ReactNode;
  isSelected: boolean;
  onChange: (selected: boolean) => void;
  help?: ReactNode;
  isDisabled?: boolean;
}

/** Something that is on or off. */
export function Toggle({ children, help, ...rest }: ToggleProps) {
  return (
    <Aria.Switch
      {...rest}
      className="group flex cursor-pointer items-start gap-3 py-1 data-[disabled]:opacity-60"
    >
      <span className="flex h-5 w-9 shrink-0 items-center rounded-full bg-edge p-0.5 transition-colors group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-2 group-data-[focus-visible]:outline-accent group-data-[selected]:bg-accent">
        <span className="size-4 rounded-full bg-surface transition-transform group-data-[selected]:translate-x-4" />
      </span>
      <span className="flex flex-col">
        <span>{children}</span>
        {help && <span className="text-xs text-muted">{help}</span>}
      </span>
    </Aria.Switch>
  );
}
