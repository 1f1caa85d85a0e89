import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../data/session/use-session.ts';
import { useSites } from '../../data/sites.ts';
import { useAct } from '../../ui/use-act.ts';
import { placeCaptures } from './place-captures.ts';
import { SiteSelect } from './SiteSelect.tsx';
import { useSiteName } from './site-names.ts';

interface CaptureSiteProps {
  readonly id: string;
  readonly siteId: string | null;
}

/** Where a capture was taken, or an interface listens; whoever may says so here. Nothing where there are no sites. */
export function CaptureSite({ id, siteId }: CaptureSiteProps) {
  const { t } = useTranslation();
  const act = useAct();
  const mayChange = useMay('capture:write');
  const sites = useSites();
  const nameOf = useSiteName();
  const [busy, setBusy] = useState(false);
  if (sites.length === 0) return null;
  if (!mayChange) return <>{nameOf(siteId) ?? t('sites.none')}</>;
  const place = async (to: string | null) => {
    setBusy(true);
    await act(() => placeCaptures([id], to));
    setBusy(false);
  };
  return (
    <SiteSelect
      label={t('sites.site')}
      hideLabel
      value={siteId}
      disabled={busy}
      onChange={(to) => void place(to)}
    />
  );
}
