import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { remove } from '../../data/api.ts';
import { type Capture, capturesQuery } from '../../data/captures.ts';
import { queryClient } from '../../data/query-client.ts';
import { useAct } from '../../ui/use-act.ts';

const NONE: ReadonlySet<string> = new Set();

/**
 * Deletes captures one after the other, which takes seconds when they are large. `deleting`: those that this page still has to
 * see gone, also while they wait for their turn; the one whose turn it is, the server lists as `deleting` for everybody.
 */
export function useDeleteCaptures() {
  const { t } = useTranslation();
  const act = useAct();
  const [deleting, setDeleting] = useState(NONE);
  const deleteAll = async (captures: readonly Capture[]): Promise<void> => {
    const ids = captures.map(({ id }) => id);
    setDeleting((before) => new Set([...before, ...ids]));
    await act(
      async () => {
        for (const capture of captures) {
          await remove(`/captures/${encodeURIComponent(capture.id)}`);
          queryClient.setQueryData(capturesQuery.queryKey, (list) =>
            list?.filter(({ id }) => id !== capture.id),
          );
        }
      },
      t('captures.removed', { count: captures.length }),
    );
    await queryClient.invalidateQueries();
    setDeleting((before) => new Set([...before].filter((id) => !ids.includes(id))));
  };
  return { deleting, deleteAll };
}
