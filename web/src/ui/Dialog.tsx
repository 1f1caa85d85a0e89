import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button.tsx';
import { cx } from './class-names.ts';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  /** Buttons at its foot. */
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  readonly children?: ReactNode;
}

/** Over the page, until it is answered. */
export function Dialog({ open, onClose, title, description, actions, wide = false, children }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Base.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop className="appear fixed inset-0 z-40 bg-black/40" />
        <Base.Popup
          className={cx(
            'appear fixed inset-x-4 top-[12vh] z-50 mx-auto flex max-h-[76vh] flex-col rounded-md border bg-panel shadow-xl shadow-black/10 outline-none',
            wide ? 'max-w-2xl' : 'max-w-md',
          )}
        >
          <div className="flex items-start justify-between gap-4 px-4 pt-3">
            <Base.Title className="pt-1">{title}</Base.Title>
            <IconButton icon={X} label={t('ui.close')} size="small" onClick={onClose} />
          </div>
          <div className="min-h-0 overflow-y-auto px-4 pt-1 pb-4">
            {description === undefined ? null : (
              <Base.Description className="text-sm text-muted" render={<div />}>
                {description}
              </Base.Description>
            )}
            {children}
          </div>
          {actions === undefined ? null : (
            <div className="flex justify-end gap-2 border-t px-4 py-3">{actions}</div>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
