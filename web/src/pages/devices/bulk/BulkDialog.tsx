import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format.ts';
import { MOST_TAG, patchDevice, readDevice } from '../../../nouns/devices/device.ts';
import { TypeSelect } from '../../../nouns/devices/TypeSelect.tsx';
import { SiteSelect } from '../../../nouns/sites/SiteSelect.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field } from '../../../ui/form/Field.tsx';
import { deviceLabel } from '../../../ui/network/device-label.ts';
import { useProblemText } from '../../../ui/states/use-problem-text.ts';
import { type BulkChange, type BulkProgress, runBulk, type Target } from './run-bulk.ts';

/** What was asked for from the selection bar. */
export interface BulkRequest {
  readonly kind: 'flag' | 'unflag' | 'tag' | 'type' | 'site';
  readonly devices: readonly Target[];
}

interface BulkDialogProps {
  readonly request: BulkRequest;
  readonly onClose: () => void;
}

/** Asks what is missing, then shows how far it got and what could not be done. */
export function BulkDialog({ request, onClose }: BulkDialogProps) {
  const { t } = useTranslation();
  const { kind } = request;
  const bulk = useBulk(request.devices);
  const { start } = bulk;
  const [change, setChange] = useState<BulkChange | null>(
    kind === 'flag' || kind === 'unflag'
      ? { kind: 'flag', flagged: kind === 'flag' }
      : kind === 'site'
        ? { kind, siteId: null }
        : null,
  );
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (kind === 'flag' || kind === 'unflag') start({ kind: 'flag', flagged: kind === 'flag' });
  }, [kind, start]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = change?.kind === 'tag' ? tagProblem(change.tag) : change === null ? 'tagEmpty' : null;
    if (wrong === 'tagEmpty') return setProblem(t('devices.limit.tagEmpty'));
    if (wrong === 'tag' && change?.kind === 'tag') {
      return setProblem(t('devices.limit.tag', { n: change.tag.length }));
    }
    setProblem(null);
    if (change !== null) start(change);
  };
  const asking = bulk.state === 'asking';
  return (
    <Dialog
      open
      onClose={bulk.state === 'running' ? bulk.stop : onClose}
      title={t(`devices.bulk.${kind}Title`, { count: request.devices.length })}
      actions={
        asking ? (
          <>
            <Button onClick={onClose}>{t('ui.cancel')}</Button>
            <Button look="primary" type="submit" form="bulk">
              {t('devices.bulk.start')}
            </Button>
          </>
        ) : bulk.state === 'running' ? (
          <Button onClick={bulk.stop}>{t('devices.bulk.stop')}</Button>
        ) : (
          <>
            {bulk.progress.failed.length > 0 && change !== null ? (
              <Button
                onClick={() =>
                  start(
                    change,
                    bulk.progress.failed.map(({ device }) => device),
                  )
                }
              >
                {t('devices.bulk.again')}
              </Button>
            ) : null}
            <Button look="primary" onClick={onClose}>
              {t('devices.bulk.close')}
            </Button>
          </>
        )
      }
    >
      {asking ? (
        <form id="bulk" onSubmit={submit} className="pt-2">
          {kind === 'tag' ? (
            <Field
              label={t('devices.bulk.tagField')}
              hint={t('devices.bulk.tagHint')}
              problem={problem}
              autoFocus
              onChange={(event) => setChange({ kind: 'tag', tag: event.target.value.trim() })}
            />
          ) : kind === 'site' ? (
            <SiteSelect
              label={t('sites.site')}
              none={t('sites.seen')}
              value={change?.kind === 'site' ? change.siteId : null}
              onChange={(siteId) => setChange({ kind, siteId })}
            />
          ) : (
            <TypeSelect
              label={t('devices.bulk.typeField')}
              found={t('devices.bulk.typeFound')}
              value={change?.kind === 'type' ? change.type : null}
              onChange={(type) => setChange({ kind: 'type', type })}
            />
          )}
        </form>
      ) : (
        <Progress progress={bulk.progress} total={bulk.total} running={bulk.state === 'running'} />
      )}
    </Dialog>
  );
}

function tagProblem(tag: string): 'tagEmpty' | 'tag' | null {
  if (tag === '') return 'tagEmpty';
  return tag.length > MOST_TAG ? 'tag' : null;
}

const NOTHING: BulkProgress = { done: 0, failed: [] };

function useBulk(devices: readonly Target[]) {
  const client = useQueryClient();
  const [state, setState] = useState<'asking' | 'running' | 'over'>('asking');
  const [progress, setProgress] = useState(NOTHING);
  const [total, setTotal] = useState(devices.length);
  const abort = useRef(new AbortController());
  const first = useRef(devices);
  const start = useRef((change: BulkChange, targets: readonly Target[] = first.current) => {
    abort.current = new AbortController();
    setState('running');
    setTotal(targets.length);
    setProgress(NOTHING);
    const { signal } = abort.current;
    void runBulk(targets, change, {
      read: readDevice,
      patch: patchDevice,
      onProgress: setProgress,
      signal,
    }).then((result) => {
      setProgress(result);
      setState('over');
      void client.invalidateQueries({ queryKey: ['devices'] });
    });
  }).current;
  useEffect(() => () => abort.current.abort(), []);
  return { state, progress, total, start, stop: () => abort.current.abort() };
}

interface ProgressProps {
  readonly progress: BulkProgress;
  readonly total: number;
  readonly running: boolean;
}

function Progress({ progress: { done, failed }, total, running }: ProgressProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useProblemText();
  const tried = done + failed.length;
  const left = total - tried;
  return (
    <div className="flex flex-col gap-3 pt-2 text-sm">
      <div className="flex items-center gap-3">
        <div
          role="progressbar"
          aria-valuemin={0}
          aria-valuemax={total}
          aria-valuenow={tried}
          aria-label={t('devices.bulk.progress', { done: tried, total })}
          className="h-1.5 grow overflow-hidden rounded-full bg-line"
        >
          <div className="h-full bg-accent" style={{ width: `${(tried / Math.max(total, 1)) * 100}%` }} />
        </div>
        <span className="text-xs text-muted">
          {t('devices.bulk.progress', { done: format.count(tried), total: format.count(total) })}
        </span>
      </div>
      <div role="status" className="flex flex-col gap-1">
        {running ? null : <p>{t('devices.bulk.done', { count: done })}</p>}
        {running || left === 0 ? null : <p>{t('devices.bulk.stopped', { count: left })}</p>}
      </div>
      {failed.length === 0 ? null : (
        <div>
          <p className="font-medium text-critical">{t('devices.bulk.failed', { count: failed.length })}</p>
          <ul className="mt-1 max-h-48 overflow-y-auto">
            {failed.map(({ device, error }) => (
              <li key={device.id} className="border-t py-1">
                <span className="font-medium">{deviceLabel(device)}</span>{' '}
                <span className="text-muted">{say(error).what}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
