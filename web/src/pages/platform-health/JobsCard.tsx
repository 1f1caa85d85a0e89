import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { Card } from '../../ui/layout/Card.tsx';
import { Progress } from '../../ui/Progress.tsx';
import type { Health } from './troubles.ts';

type Job = Health['jobs'][number];
const OVER = ['imported', 'already', 'failed', 'cancelled', 'stopped'];

/** What runs or waits now, in every organisation. */
export function JobsCard({ jobs }: { readonly jobs: Health['jobs'] }) {
  const { t } = useTranslation();
  const running = jobs
    .map((job) => ({ ...job, imports: job.imports.filter(({ status }) => !OVER.includes(status)) }))
    .filter(({ imports, listening }) => imports.length + listening.length > 0);
  return (
    <Card title={t('health.jobs')}>
      {running.length === 0 ? (
        <p className="text-sm text-muted">{t('health.noJobs')}</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {running.map((job) => (
            <OfOrganisation key={job.organisation.id} job={job} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function OfOrganisation({ job: { organisation, imports, listening } }: { readonly job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li className="flex flex-col gap-2">
      <h3 className="text-xs font-medium text-muted wrap-anywhere">{organisation.name}</h3>
      {imports.map(({ captureId, name, status, progress }) => (
        <div key={captureId} className="flex flex-col gap-1 text-sm">
          <span className="flex justify-between gap-3">
            <span className="min-w-0 truncate" title={name}>
              {name}
            </span>
            <span className="shrink-0 text-xs text-muted tabular-nums">
              {status === 'waiting' ? t('health.waiting') : format.percent(progress)}
            </span>
          </span>
          <Progress label={name} share={progress} />
        </div>
      ))}
      {listening.map(({ captureId, interface: name, bitsPerSecond, dropped, rowsDropped, cpuShare }) => (
        <div key={captureId} className="flex flex-wrap justify-between gap-x-3 text-sm">
          <span className="font-mono text-xs">{name}</span>
          <span className="text-xs text-muted tabular-nums">
            {t('health.listening', {
              rate: format.rate(bitsPerSecond),
              core: format.percent(cpuShare),
              frames: format.count(dropped),
              rows: format.count(rowsDropped),
            })}
          </span>
        </div>
      ))}
    </li>
  );
}
