import { type ReactNode, useId } from 'react';

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly hint?: ReactNode;
  readonly problem?: string | null;
}

/** One of many. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, value, onChange, choices, hint, problem = null } = props;
  const id = useId();
  const note = problem ?? hint;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-muted">
        {label}
      </label>
      <select
        id={id}
        value={value}
        aria-invalid={problem !== null}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
        className="h-8 w-full min-w-0 rounded-md border bg-panel px-2 text-sm aria-[invalid=true]:border-critical"
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
