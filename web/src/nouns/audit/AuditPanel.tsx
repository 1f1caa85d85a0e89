import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { Time } from '../../ui/Time.tsx';
import { Fact, Facts, Section } from '../Facts.tsx';
import { type AuditRow, actionText, actorText, changesOf, type FieldChange } from './audit-row.ts';

/** One row with everything that was written down: who, from where, before and after, and its hash. */
export function AuditPanel({ row }: { readonly row: AuditRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const changes = changesOf(row);
  return (
    <div className="flex flex-col gap-5">
      <Section title={t('audit.panel.what')}>
        <Facts>
          <Fact name={t('audit.column.action')}>
            {actionText(t, row.action)} <span className="text-muted">({row.action})</span>
          </Fact>
          <Fact name={t('audit.column.at')}>
            <Time at={row.at} exact />
          </Fact>
          <Fact name={t('audit.column.actor')}>
            {actorText(t, row)} <span className="text-muted">({t(`audit.kind.${row.actor.kind}`)})</span>
          </Fact>
          <Fact name={t('audit.column.from')}>{row.actor.from ?? '–'}</Fact>
          {row.target === null ? null : (
            <Fact name={t('audit.column.target')}>
              {row.target.label === null ? null : `${row.target.label} `}
              <span className="text-muted">
                {row.target.kind}:{row.target.id}
              </span>
            </Fact>
          )}
        </Facts>
      </Section>
      <Section title={t('audit.panel.changes')}>
        {changes.length === 0 ? (
          <p className="text-sm text-muted">{t('audit.panel.none')}</p>
        ) : (
          <ul className="flex flex-col gap-3">
            {changes.map((change) => (
              <Change key={change.name} change={change} />
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('audit.panel.proof')}>
        <Facts>
          <Fact name={t('audit.column.seq')}>{format.count(row.seq)}</Fact>
          <Fact name={t('audit.panel.hash')}>
            <code className="break-all text-xs">{row.hash}</code>
          </Fact>
        </Facts>
      </Section>
    </div>
  );
}

function Change({ change }: { readonly change: FieldChange }) {
  const { t } = useTranslation();
  return (
    <li className="flex flex-col gap-1 text-sm">
      <span className="font-medium">{change.name}</span>
      <dl className="grid grid-cols-[4rem_minmax(0,1fr)] gap-x-3 gap-y-1">
        {change.before === null ? null : (
          <>
            <dt className="text-muted">{t('audit.panel.before')}</dt>
            <dd>
              <del className="whitespace-pre-wrap break-words text-muted">{shown(change.before)}</del>
            </dd>
          </>
        )}
        {change.after === null ? null : (
          <>
            <dt className="text-muted">{t('audit.panel.after')}</dt>
            <dd>
              <ins className="whitespace-pre-wrap break-words no-underline">{shown(change.after)}</ins>
            </dd>
          </>
        )}
      </dl>
    </li>
  );
}

/** Nothing was written in it. */
const shown = (value: string): string => (value === '' || value === 'null' ? '–' : value);
