import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format.ts';
import { useCaptures } from '../../../nouns/captures.ts';
import type { Attribute } from '../../../nouns/devices/device.ts';
import { Confidence, EvidenceLine, EvidenceTable } from '../../../nouns/devices/Evidence.tsx';

const SHOWN_MARKS = 2;

interface ClaimProps {
  readonly name: string;
  readonly value: ReactNode;
  /** What was said and by whom; the best first. */
  readonly said: readonly Attribute[];
  readonly sayValue: (value: string) => string;
  /** In place of the evidence in short. */
  readonly because?: ReactNode;
}

/** One thing we hold for true: its value, how certain, why in a line, and all evidence when it is opened. */
export function Claim({ name, value, said, sayValue, because }: ClaimProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const captures = useCaptures();
  const id = useId();
  const [best] = said;
  const marks = said.reduce((sum, { evidence }) => sum + evidence.length, 0);
  return (
    <div className="grid gap-x-4 gap-y-1 border-t py-2 first:border-t-0 first:pt-0 last:pb-0 sm:grid-cols-[9rem_minmax(0,1fr)]">
      <div id={id} className="text-sm text-muted">
        {name}
      </div>
      <div className="flex min-w-0 flex-col gap-1 text-sm">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
          <span className="min-w-0 font-medium wrap-anywhere">{value}</span>
          {best === undefined ? null : <Confidence value={best.confidence} />}
        </div>
        {because ??
          (best === undefined ? null : (
            <div className="flex flex-wrap gap-x-4 text-muted">
              {best.evidence.slice(0, SHOWN_MARKS).map((mark) => (
                <EvidenceLine key={`${mark.capture} ${mark.packet} ${mark.source}`} mark={mark} />
              ))}
            </div>
          ))}
        {marks === 0 ? null : (
          <details className="group/why">
            <summary
              className="w-fit text-xs text-accent hover:underline"
              aria-label={`${t('devices.why.evidence', { count: marks, n: format.count(marks) })} (${name})`}
            >
              {t('devices.why.evidence', { count: marks, n: format.count(marks) })}
            </summary>
            <div className="flex flex-col gap-3 pt-2">
              {said.map((claim, index) => (
                <div key={claim.value}>
                  {said.length === 1 ? null : (
                    <p className="flex flex-wrap items-baseline gap-x-3 text-xs">
                      {index === 1 ? (
                        <span className="text-muted">{t('devices.why.alternatives')}</span>
                      ) : null}
                      <span className="font-medium wrap-anywhere">{sayValue(claim.value)}</span>
                      <Confidence value={claim.confidence} />
                    </p>
                  )}
                  <EvidenceTable marks={claim.evidence} captures={captures} />
                </div>
              ))}
            </div>
          </details>
        )}
      </div>
    </div>
  );
}
