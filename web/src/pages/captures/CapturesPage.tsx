import { useQuery } from '@tanstack/react-query';
import { FileArchive, FlaskConical, FolderOpen, MapPin } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Capture, capturesQuery } from '../../data/captures.ts';
import { chooseCaptures } from '../../data/choose-captures.ts';
import { useScope } from '../../data/scope.ts';
import { useMay } from '../../data/session/use-session.ts';
import { useSites } from '../../data/sites.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useSiteName } from '../../nouns/sites/site-names.ts';
import { Button } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { Empty } from '../../ui/states/States.tsx';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useSearchedRows } from '../../ui/table/use-searched-rows.ts';
import { useTableSearch } from '../../ui/table/use-table-search.ts';
import { useLoadDemo } from '../../ui/use-load-demo.ts';
import { CapturePanel } from './CapturePanel.tsx';
import { DeleteCaptures } from './DeleteCaptures.tsx';
import { PlaceCaptures } from './PlaceCaptures.tsx';
import { useCaptureColumns } from './use-capture-columns.tsx';
import { useDeleteCaptures } from './use-delete-captures.ts';

const textOf = ({ name }: Capture) => name;

export default function CapturesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const loadDemo = useLoadDemo();
  const query = useQuery(capturesQuery);
  const mayFill = useMay('capture:write');
  const [asked, setAsked] = useState<readonly Capture[]>([]);
  const { deleting, deleteAll } = useDeleteCaptures();
  const [placed, setPlaced] = useState<readonly Capture[]>([]);
  const { site } = useScope();
  const siteName = useSiteName();
  const hasSites = useSites().length > 0;
  const all = useMemo(
    () => query.data?.map((it): Capture => (deleting.has(it.id) ? { ...it, status: 'deleting' } : it)),
    [query.data, deleting],
  );
  const data = useMemo(
    () => (site === undefined ? all : all?.filter(({ siteId }) => siteId === site)),
    [all, site],
  );
  const columns = useCaptureColumns();
  const state = useTableSearch({ id: 'created', order: 'desc' });
  const { error, refetch } = query;
  const { source, isSearched } = useSearchedRows({ query: { data, error, refetch }, columns, state, textOf });
  const open = mayFill ? (
    <Button look="primary" icon={FolderOpen} onClick={() => chooseCaptures()}>
      {t('captures.open')}
    </Button>
  ) : null;
  const demo = mayFill ? (
    <Button icon={FlaskConical} onClick={loadDemo}>
      {t('captures.demo')}
    </Button>
  ) : null;
  const hasDemo = query.data?.some(({ kind }) => kind === 'demo') ?? true;
  return (
    <Page
      fill
      title={t('captures.title')}
      actions={
        <>
          {mayFill ? (
            <span className="text-xs text-muted max-lg:hidden">
              {t('captures.drop')}{' '}
              {site === undefined ? null : t('sites.newHere', { site: siteName(site) ?? site })}
            </span>
          ) : null}
          {hasDemo ? null : demo}
          {open}
        </>
      }
    >
      <DataTable
        name="captures"
        label={t('captures.title')}
        columns={columns}
        source={source}
        state={state}
        rowId={({ id }) => id}
        rowLabel={({ name }) => name}
        counted={(total) => t('captures.counted', { count: total, value: format.count(total) })}
        search={t('captures.find')}
        empty={
          isSearched ? (
            <Empty title={t('table.noMatch')} />
          ) : site !== undefined && (query.data?.length ?? 0) > 0 ? (
            <Empty icon={FileArchive} title={t('sites.noCaptures')} action={open}>
              {t('sites.noCapturesHint')}
            </Empty>
          ) : (
            <Empty
              icon={FileArchive}
              title={t('captures.empty')}
              action={
                <>
                  {open}
                  {demo}
                </>
              }
            >
              {t(mayFill ? 'captures.emptyHint' : 'overview.welcome.othersFill')}
            </Empty>
          )
        }
        panel={(id) => {
          const capture = all?.find((it) => it.id === id);
          return {
            title: capture?.name ?? id,
            label: t('frame.capture.label'),
            content: <CapturePanel id={id} capture={capture} onDelete={(it) => setAsked([it])} />,
          };
        }}
        actions={
          mayFill
            ? [
                ...(hasSites ? [{ label: t('sites.assign'), icon: MapPin, run: setPlaced }] : []),
                { label: t('captures.remove'), danger: true, run: setAsked },
              ]
            : []
        }
      />
      {placed.length === 0 ? null : <PlaceCaptures captures={placed} onEnd={() => setPlaced([])} />}
      <DeleteCaptures
        captures={asked}
        onClose={() => setAsked([])}
        onDelete={() => {
          if (asked.some(({ id }) => id === state.open)) state.setOpen(null);
          void deleteAll(asked);
        }}
      />
    </Page>
  );
}
