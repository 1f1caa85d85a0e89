import type { ReactNode } from 'react';
import { Checkbox } from './Checkbox.tsx';

interface CheckFieldProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** What it means. */
  readonly hint?: ReactNode;
}

/** Yes or no, in a form. */
export function CheckField({ label, checked, onChange, hint }: CheckFieldProps) {
  return (
    <div className="flex flex-col gap-1">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is inside. */}
      <label className="flex items-center gap-2 self-start text-sm">
        <Checkbox label={label} checked={checked} onChange={onChange} />
        {label}
      </label>
      {hint === undefined ? null : <p className="pl-6 text-xs text-muted">{hint}</p>}
    </div>
  );
}
