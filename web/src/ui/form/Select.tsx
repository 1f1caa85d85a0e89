import { type ReactNode, useId } from 'react';
import { cx } from '../class-names.ts';

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly hint?: ReactNode;
  readonly problem?: string | null;
  readonly disabled?: boolean;
  /** What is around it says it to who sees; the others still hear it. */
  readonly hideLabel?: boolean;
  readonly className?: string;
}

/** One of many. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, value, onChange, choices, hint, problem = null, disabled, hideLabel = false } = props;
  const id = useId();
  const note = problem ?? hint;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-xs font-medium text-muted'}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        aria-invalid={problem !== null}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
        className={cx(
          'h-8 min-w-0 rounded-md border bg-panel px-2 text-sm disabled:opacity-50 aria-[invalid=true]:border-critical',
          props.className,
        )}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      {note === undefined ? null : (
        <p id={`${id}-note`} className={problem === null ? 'text-xs text-muted' : 'text-xs text-critical'}>
          {note}
        </p>
      )}
    </div>
  );
}
