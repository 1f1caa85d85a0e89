import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './class-names.ts';
import { POPUP } from './popup.ts';

const ITEM =
  'flex min-h-8 cursor-default select-none items-center gap-2 px-3 py-1 outline-none data-[highlighted]:bg-raised data-[disabled]:opacity-50';

interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
  readonly side?: 'top' | 'bottom' | 'right';
}

export function Menu({ trigger, children, align = 'start', side = 'bottom' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={4} className="z-50">
          <Base.Popup className={cx(POPUP, 'min-w-44 max-h-[70vh] overflow-y-auto')}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface ItemProps {
  readonly onSelect: () => void;
  readonly icon?: ReactNode;
  readonly hint?: ReactNode;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

export function MenuItem({ onSelect, icon, hint, danger = false, disabled = false, children }: ItemProps) {
  return (
    <Base.Item onClick={onSelect} disabled={disabled} className={cx(ITEM, danger && 'text-critical')}>
      {icon === undefined ? null : <span className="shrink-0 text-muted">{icon}</span>}
      <span className="min-w-0 grow">{children}</span>
      {hint === undefined ? null : <span className="text-xs text-muted">{hint}</span>}
    </Base.Item>
  );
}

interface CheckItemProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
}

/** Stays open: several are chosen in one go. */
export function MenuCheckItem({ checked, onChange, children }: CheckItemProps) {
  return (
    <Base.CheckboxItem checked={checked} onCheckedChange={onChange} closeOnClick={false} className={ITEM}>
      <span className="flex size-4 shrink-0 items-center justify-center rounded-sm border">
        <Base.CheckboxItemIndicator>
          <Check size={12} aria-hidden />
        </Base.CheckboxItemIndicator>
      </span>
      <span className="min-w-0 grow">{children}</span>
    </Base.CheckboxItem>
  );
}

interface ChoiceProps<Value extends string> {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly choices: readonly { readonly value: Value; readonly label: ReactNode }[];
}

/** One of several. */
export function MenuChoice<Value extends string>({ value, onChange, choices }: ChoiceProps<Value>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next: Value) => onChange(next)}>
      {choices.map((choice) => (
        <Base.RadioItem key={choice.value} value={choice.value} closeOnClick className={ITEM}>
          <span className="size-4 shrink-0">
            <Base.RadioItemIndicator>
              <Check size={16} aria-hidden className="text-accent" />
            </Base.RadioItemIndicator>
          </span>
          <span className="min-w-0 grow">{choice.label}</span>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

export function MenuGroup({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-3 pt-2 pb-1 text-xs font-medium text-muted">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="my-1 border-t" />;
}
