import { Check, Minus } from 'lucide-react';
import { useEffect, useRef } from 'react';

interface CheckboxProps {
  /** Read aloud. */
  readonly label: string;
  readonly checked: boolean;
  /** Some of what it stands for. */
  readonly mixed?: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Checkbox({ label, checked, mixed = false, onChange }: CheckboxProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current !== null) input.current.indeterminate = mixed && !checked;
  }, [mixed, checked]);
  return (
    <span className="relative inline-flex size-4">
      <input
        ref={input}
        type="checkbox"
        aria-label={label}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        className="peer size-4 cursor-pointer appearance-none rounded-sm border border-edge bg-panel checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent"
      />
      <span className="pointer-events-none absolute inset-0 flex items-center justify-center text-on-accent">
        {checked ? <Check size={12} aria-hidden /> : mixed ? <Minus size={12} aria-hidden /> : null}
      </span>
    </span>
  );
}
