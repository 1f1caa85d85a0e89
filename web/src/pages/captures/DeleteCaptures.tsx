import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { remove } from '../../data/api.ts';
import type { Capture } from '../../data/captures.ts';
import { queryClient } from '../../data/query-client.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useAct } from '../../ui/use-act.ts';

interface DeleteCapturesProps {
  /** None: nothing is asked. */
  readonly captures: readonly Capture[];
  /** With those that are gone now. */
  readonly onEnd: (gone: readonly Capture[]) => void;
}

/** Asks first: what is deleted cannot be had back from here. */
export function DeleteCaptures({ captures, onEnd }: DeleteCapturesProps) {
  const { t } = useTranslation();
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const removeAll = async () => {
    setBusy(true);
    const gone: Capture[] = [];
    await act(
      async () => {
        for (const capture of captures) {
          await remove(`/captures/${encodeURIComponent(capture.id)}`);
          gone.push(capture);
        }
      },
      t('captures.removed', { count: captures.length }),
    );
    await queryClient.invalidateQueries();
    setBusy(false);
    onEnd(gone);
  };
  return (
    <Dialog
      open={captures.length > 0}
      onClose={() => onEnd([])}
      title={t('captures.removeTitle', { count: captures.length })}
      description={t('captures.removeText', { count: captures.length })}
      actions={
        <>
          <Button onClick={() => onEnd([])}>{t('ui.cancel')}</Button>
          <Button look="danger" disabled={busy} onClick={() => void removeAll()}>
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
