import { Filter, Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../data/session/use-session.ts';
import type { Site } from '../../data/sites.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Facts } from '../../ui/layout/Facts.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { RowPending } from '../../ui/states/RowPending.tsx';
import { Time } from '../../ui/Time.tsx';

interface SitePanelProps {
  readonly site: Site | undefined;
  readonly onEdit: (site: Site) => void;
  readonly onDelete: (site: Site) => void;
}

export function SitePanel({ site, onEdit, onDelete }: SitePanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayChange = useMay('settings:write');
  const degrees = new Intl.NumberFormat(format.language, { maximumFractionDigits: 6 });
  if (site === undefined) return <RowPending lines={6} />;
  const { id, note, timeZone, latitude, longitude, captures, placedDevices } = site;
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap gap-2">
        <PageLink
          to="/devices"
          search={{ site: id, capture: undefined }}
          className={buttonClass('plain', 'small')}
        >
          <Filter size={14} aria-hidden />
          {t('sites.show')}
        </PageLink>
        {mayChange ? (
          <>
            <Button size="small" icon={Pencil} onClick={() => onEdit(site)}>
              {t('sites.edit')}
            </Button>
            <Button size="small" look="danger" icon={Trash2} onClick={() => onDelete(site)}>
              {t('sites.remove')}
            </Button>
          </>
        ) : null}
      </div>
      <Facts
        facts={[
          note === ''
            ? null
            : [
                t('sites.note'),
                <span key="note" className="whitespace-pre-wrap">
                  {note}
                </span>,
              ],
          [
            t('sites.captures'),
            <PageLink
              key="captures"
              to="/captures"
              search={{ site: id }}
              className="text-accent hover:underline"
            >
              {format.count(captures)}
            </PageLink>,
          ],
          [t('sites.placedDevices'), format.count(placedDevices)],
          timeZone === null ? null : [t('sites.timeZone'), timeZone],
          latitude === null || longitude === null
            ? null
            : [
                t('sites.place'),
                t('sites.degrees', {
                  latitude: degrees.format(latitude),
                  longitude: degrees.format(longitude),
                }),
              ],
          [t('sites.created'), <Time key="created" at={site.createdAt} exact />],
        ]}
      />
    </div>
  );
}
