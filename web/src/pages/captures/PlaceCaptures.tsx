import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capture } from '../../data/captures.ts';
import { toast } from '../../data/toasts.ts';
import { FormDialog } from '../../nouns/accounts/FormDialog.tsx';
import { placeCaptures } from '../../nouns/sites/place-captures.ts';
import { SiteSelect } from '../../nouns/sites/SiteSelect.tsx';

interface PlaceCapturesProps {
  readonly captures: readonly Capture[];
  readonly onEnd: () => void;
}

/** Several captures that were taken at one place. */
export function PlaceCaptures({ captures, onEnd }: PlaceCapturesProps) {
  const { t } = useTranslation();
  const [siteId, setSiteId] = useState(captures[0]?.siteId ?? null);
  const count = captures.length;
  return (
    <FormDialog
      title={t('sites.assignTitle', { count })}
      text={t('sites.assignText')}
      confirm={t('ui.save')}
      run={async () => {
        const ids = captures.map(({ id }) => id);
        await placeCaptures(ids, siteId);
        toast(t('sites.assigned', { count }));
      }}
      onClose={onEnd}
    >
      <SiteSelect label={t('sites.site')} value={siteId} onChange={setSiteId} />
    </FormDialog>
  );
}
