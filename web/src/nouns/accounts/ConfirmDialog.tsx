import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from './Notice.tsx';
import { useRun } from './use-run.ts';

interface ConfirmDialogProps {
  readonly title: string;
  readonly text: ReactNode;
  /** What the button says. */
  readonly confirm: string;
  readonly danger?: boolean;
  /** What is done; a refusal is shown here, and nothing is closed. */
  readonly run: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something that is felt. */
export function ConfirmDialog({ title, text, confirm, danger = false, run, onClose }: ConfirmDialogProps) {
  const { t } = useTranslation();
  const { busy, error, run: attempt } = useRun();
  const act = async () => {
    if (await attempt(run)) onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={text}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button look={danger ? 'danger' : 'primary'} disabled={busy} onClick={() => void act()}>
            {confirm}
          </Button>
        </>
      }
    >
      {error === null ? null : (
        <div className="mt-3">
          <Notice>{error}</Notice>
        </div>
      )}
    </Dialog>
  );
}
