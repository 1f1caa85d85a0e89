import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './class-names.ts';

const LOOKS = {
  plain: 'border bg-panel text-ink hover:bg-raised',
  // Pointed at, it differs more from its text, not less.
  primary:
    'border border-transparent bg-accent text-on-accent hover:bg-[color-mix(in_oklch,var(--color-accent),var(--color-ink)_18%)]',
  quiet:
    'text-muted hover:bg-raised hover:text-ink aria-pressed:bg-raised aria-pressed:text-ink data-[popup-open]:bg-raised',
  danger: 'border border-critical/40 bg-panel text-critical hover:bg-critical/10',
} as const;
const SIZES = { small: 'h-7 px-2 text-xs', usual: 'h-8 px-3 text-sm' } as const;
const SQUARES = { small: 'size-7', usual: 'size-8' } as const;

export interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: keyof typeof LOOKS;
  readonly size?: keyof typeof SIZES;
  readonly icon?: LucideIcon;
}

const SHAPE =
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap no-underline transition-colors disabled:cursor-not-allowed disabled:opacity-50';

/** Looks of a button, also for links that stand among buttons. */
export function buttonClass(look: keyof typeof LOOKS = 'plain', size: keyof typeof SIZES = 'usual'): string {
  return cx(SHAPE, LOOKS[look], SIZES[size]);
}

export function Button({ look, size, icon: Icon, className, children, ...props }: ButtonProps) {
  return (
    <button type="button" {...props} className={cx(buttonClass(look, size), className)}>
      {Icon === undefined ? null : (
        <Icon size={size === 'small' ? 14 : 16} aria-hidden className="shrink-0" />
      )}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'aria-label'> {
  readonly icon: LucideIcon;
  /** What it does: read aloud, and shown when pointed at. */
  readonly label: string;
}

export function IconButton(props: IconButtonProps) {
  const { icon: Icon, label, look = 'quiet', size = 'usual', className, ...rest } = props;
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={cx(SHAPE, LOOKS[look], SQUARES[size], className)}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}
