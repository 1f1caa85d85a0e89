import { type FormEvent, type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from './Notice.tsx';
import { useRun } from './use-run.ts';

interface FormDialogProps {
  readonly title: string;
  readonly text?: ReactNode;
  /** What the button says. */
  readonly confirm: string;
  readonly danger?: boolean;
  /** What wrong credentials mean here: the password, a code. */
  readonly wrong?: string;
  /** False when a field is wrong: nothing is sent then, and the fields say why. */
  readonly check?: () => boolean;
  readonly run: () => Promise<unknown>;
  /** After it went well. */
  readonly onDone?: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A few fields over the page. A refusal is shown under them, and what was typed stays. */
export function FormDialog(props: FormDialogProps) {
  const { title, text, confirm, danger, wrong, check, run, onDone, onClose, children } = props;
  const { t } = useTranslation();
  const id = useId();
  const { busy, error, run: attempt } = useRun(wrong);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || check?.() === false) return;
    if (await attempt(run)) (onDone ?? onClose)();
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
          <Button type="submit" form={id} look={danger === true ? 'danger' : 'primary'} disabled={busy}>
            {confirm}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4 pt-3">
        {children}
        {error === null ? null : <Notice>{error}</Notice>}
      </form>
    </Dialog>
  );
}
