import { useTranslation } from 'react-i18next';
import type { Capture } from '../../data/captures.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';

interface DeleteCapturesProps {
  /** None: nothing is asked. */
  readonly captures: readonly Capture[];
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

/** Asks first: what is deleted cannot be had back from here. */
export function DeleteCaptures({ captures, onDelete, onClose }: DeleteCapturesProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={captures.length > 0}
      onClose={onClose}
      title={t('captures.removeTitle', { count: captures.length })}
      description={t('captures.removeText', { count: captures.length })}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            look="danger"
            onClick={() => {
              onClose();
              onDelete();
            }}
          >
            {t('ui.delete')}
          </Button>
        </>
      }
    >
      <ul className="mt-3 max-h-40 overflow-y-auto text-sm font-medium">
        {captures.map(({ id, name }) => (
          <li key={id} className="break-words">
            {name}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
