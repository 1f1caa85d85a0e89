import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/class-names.ts';

export const STEPS = ['language', 'administrator', 'organisation', 'next'] as const;
export type Step = (typeof STEPS)[number];

/** Where one is. */
export function Steps({ current }: { readonly current: Step }) {
  const { t } = useTranslation();
  const at = STEPS.indexOf(current);
  return (
    <ol className="flex flex-wrap gap-x-5 gap-y-2 border-b pb-3">
      {STEPS.map((step, index) => (
        <li
          key={step}
          aria-current={step === current ? 'step' : undefined}
          className={cx('flex items-center gap-2 text-sm', index > at && 'text-muted')}
        >
          <span
            aria-hidden
            className={cx(
              'flex size-5 items-center justify-center rounded-full border text-xs',
              index < at && 'border-transparent bg-wash text-accent',
              index === at && 'border-transparent bg-accent text-on-accent',
            )}
          >
            {index < at ? <Check size={12} /> : index + 1}
          </span>
          <span className={cx(step === current ? 'font-medium' : 'max-sm:sr-only')}>
            {t(`accounts.entrance.setup.steps.${step}`)}
          </span>
        </li>
      ))}
    </ol>
  );
}
