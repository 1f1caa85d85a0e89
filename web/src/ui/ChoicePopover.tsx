import { Check } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { Popover } from './Popover.tsx';

interface ChoicePopoverProps<Value extends string> {
  /** Read aloud. */
  readonly label: string;
  readonly trigger: ReactElement;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly choices: readonly { readonly value: Value; readonly label: string; readonly lang?: string }[];
}

/** One of a few, behind a button. */
export function ChoicePopover<Value extends string>(props: ChoicePopoverProps<Value>) {
  const { label, trigger, value, onChange, choices } = props;
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label={label}
      trigger={trigger}
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="min-w-40"
    >
      <ul>
        {choices.map((choice) => (
          <li key={choice.value}>
            <button
              type="button"
              lang={choice.lang}
              aria-pressed={choice.value === value}
              onClick={() => {
                onChange(choice.value);
                setOpen(false);
              }}
              className="flex h-8 w-full items-center gap-2 px-3 text-left hover:bg-raised"
            >
              <span className="size-4 shrink-0 text-accent">
                {choice.value === value ? <Check size={16} aria-hidden /> : null}
              </span>
              {choice.label}
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
