import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { SeverityLabel } from '../../ui/icons/Severity.tsx';
import { Card } from '../../ui/layout/Card.tsx';
import { LinkedText } from '../../ui/network/LinkedText.tsx';
import { type Finding, useFindingText } from '../../ui/network/use-finding-text.ts';
import { PageLink } from '../../ui/PageLink.tsx';
import { ListState } from './ListState.tsx';

export const FINDINGS_ID = 'findings';

/** What deserves a look, the gravest first, and the packets that show it. */
export function Findings({ findings }: { readonly findings: readonly Finding[] | undefined }) {
  const { t } = useTranslation();
  return (
    <div id={FINDINGS_ID} tabIndex={-1} className="min-w-0 rounded-md outline-none scroll-mt-4">
      <Card flush title={t('overview.findings')}>
        <ListState rows={findings} empty={t('overview.noFindings')}>
          {(rows) => (
            <ul>
              {rows.map((finding, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two may say the same of two captures.
                <FindingItem key={`${finding.captureId} ${index}`} finding={finding} />
              ))}
            </ul>
          )}
        </ListState>
      </Card>
    </div>
  );
}

/** Whatever of its values is an address or a MAC; some hold several. */
const addressesOf = ({ params }: Finding): readonly string[] =>
  Object.values(params).flatMap((value) =>
    typeof value === 'string' ? value.split(/[,\s]+/).filter((it) => /[.:].*[.:]/.test(it)) : [],
  );

function FindingItem({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useFindingText();
  const { severity, evidence, captureId, captureName, params } = finding;
  const who = [params.source, params.ip].find((it) => typeof it === 'string');
  return (
    <li className="flex flex-col border-b px-4 py-2 text-sm last:border-b-0">
      <span className="flex items-center gap-2">
        <SeverityLabel severity={severity} />
        <PageLink
          to="/captures"
          search={{ open: captureId }}
          className="min-w-0 grow truncate text-xs leading-6 text-muted hover:underline"
        >
          {t('overview.inCapture', { capture: captureName })}
        </PageLink>
        {who === undefined ? null : (
          <PageLink
            to="/flows"
            search={{ address: who, capture: captureId }}
            aria-label={t('overview.flowsOf', { address: who })}
            className="min-w-6 shrink-0 text-xs leading-6 text-accent hover:underline"
          >
            {t('overview.flows')}
          </PageLink>
        )}
      </span>
      <p className="break-words">
        <LinkedText text={say(finding)} addresses={addressesOf(finding)} />
      </p>
      {evidence.length === 0 ? null : (
        <details className="text-xs text-muted">
          <summary className="w-fit rounded-sm leading-6 hover:text-ink">
            {t('overview.evidence', { count: evidence.length })}
          </summary>
          <ul className="mt-1 border-l pl-3">
            {evidence.map(({ source, at, packet }) => (
              <li key={`${source} ${packet}`} className="flex flex-wrap gap-x-3">
                <span className="font-mono">{source}</span>
                <span>{t('overview.packet', { packet: format.count(packet) })}</span>
                <span>{format.instant(at)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
