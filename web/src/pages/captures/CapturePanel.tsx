import { Filter, RotateCw, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { post } from '../../data/api.ts';
import type { Capture } from '../../data/captures.ts';
import { queryClient } from '../../data/query-client.ts';
import { useMay } from '../../data/session/use-session.ts';
import { useSites } from '../../data/sites.ts';
import { useChangeSearch } from '../../data/use-search.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { CaptureSite } from '../../nouns/sites/CaptureSite.tsx';
import { Button } from '../../ui/Button.tsx';
import { Copyable } from '../../ui/Copyable.tsx';
import { Facts } from '../../ui/layout/Facts.tsx';
import { Part } from '../../ui/layout/Part.tsx';
import { RowPending } from '../../ui/states/RowPending.tsx';
import { Time } from '../../ui/Time.tsx';
import { useAct } from '../../ui/use-act.ts';
import { CaptureState, useRunningImport } from './CaptureState.tsx';
import { Decoding } from './Decoding.tsx';
import { secondsOf } from './use-capture-columns.tsx';

interface CapturePanelProps {
  readonly id: string;
  readonly capture: Capture | undefined;
  readonly onDelete: (capture: Capture) => void;
}

export function CapturePanel({ capture, onDelete }: CapturePanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const hasSites = useSites().length > 0;
  if (capture === undefined) return <RowPending lines={8} />;
  const { name, kind, error, warnings, linkTypes, sha256, sizeBytes } = capture;
  const seconds = secondsOf(capture);
  return (
    <div className="flex flex-col gap-5">
      <PanelActions capture={capture} onDelete={onDelete} />
      {kind === 'demo' ? (
        <p className="rounded-md border bg-wash px-3 py-2 text-sm">{t('captures.demoHint')}</p>
      ) : null}
      {error === null ? null : (
        <Part title={t('captures.error')}>
          <p className="text-sm text-critical">{error}</p>
        </Part>
      )}
      <Part title={t('captures.facts')}>
        <Facts
          facts={[
            [t('captures.status'), <CaptureState key={name} capture={capture} />],
            hasSites
              ? [t('sites.site'), <CaptureSite key="site" id={capture.id} siteId={capture.siteId} />]
              : null,
            [t('captures.packets'), format.count(capture.packets)],
            [t('captures.bytes'), format.bytes(capture.bytes)],
            [t('captures.wire'), format.bytes(capture.wireBytes)],
            [t('captures.begin'), <Time key="first" at={capture.firstSeen} exact />],
            [t('captures.end'), <Time key="last" at={capture.lastSeen} exact />],
            seconds === null ? null : [t('captures.duration'), format.duration(seconds)],
            linkTypes.length === 0 ? null : [t('captures.links'), format.all(linkTypes)],
            sizeBytes === null ? null : [t('captures.size'), format.bytes(sizeBytes)],
            sha256 === null ? null : [t('captures.sha256'), <Copyable key="sha256" text={sha256} />],
            [t('captures.created'), <Time key="created" at={capture.createdAt} exact />],
          ]}
        />
      </Part>
      <Decoding capture={capture} />
      <Part title={t('captures.warnings')}>
        {warnings.length === 0 ? (
          <p className="text-sm text-muted">{t('captures.noWarnings')}</p>
        ) : (
          <ul className="flex list-disc flex-col gap-1 pl-4 text-sm">
            {warnings.map((warning) => (
              <li key={warning} className="break-words">
                {warning}
              </li>
            ))}
          </ul>
        )}
      </Part>
    </div>
  );
}

function PanelActions({ capture, onDelete }: { capture: Capture; onDelete: (capture: Capture) => void }) {
  const { t } = useTranslation();
  const change = useChangeSearch();
  const act = useAct();
  const running = useRunningImport(capture);
  const mayWrite = useMay('capture:write');
  const { id, name, hasFile, status } = capture;
  const mayChange = mayWrite && status !== 'deleting';
  const again = () =>
    act(
      async () => {
        await post(`/captures/${encodeURIComponent(id)}/reanalyse`);
        await queryClient.invalidateQueries({ queryKey: ['captures'] });
      },
      t('captures.againDone', { name }),
    );
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="small" icon={Filter} onClick={() => change({ capture: id })}>
        {t('captures.show')}
      </Button>
      {mayChange && hasFile && running === null ? (
        <Button size="small" icon={RotateCw} onClick={() => void again()}>
          {t('captures.again')}
        </Button>
      ) : null}
      {mayChange ? (
        <Button size="small" look="danger" icon={Trash2} onClick={() => onDelete(capture)}>
          {t('captures.remove')}
        </Button>
      ) : null}
    </div>
  );
}
