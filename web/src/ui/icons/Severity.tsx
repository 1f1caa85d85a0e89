import { useTranslation } from 'react-i18next';
import { SEVERITY_SHAPES } from '../../../../src/model/icon-shapes.ts';
import { cx } from '../class-names.ts';

export type Severity = keyof typeof SEVERITY_SHAPES;

const FILLS: Readonly<Record<Severity, string>> = {
  critical: 'fill-critical',
  high: 'fill-high',
  medium: 'fill-medium',
  low: 'fill-low',
  info: 'fill-info',
};
const TEXTS: Readonly<Record<Severity, string>> = {
  critical: 'text-critical',
  high: 'text-high',
  medium: 'text-medium',
  low: 'text-low',
  info: 'text-info',
};

export function SeverityIcon({ severity, size = 16 }: { severity: Severity; size?: number }) {
  const [outline, mark] = SEVERITY_SHAPES[severity];
  return (
    <svg viewBox="-12 -12 24 24" width={size} height={size} aria-hidden="true" className="shrink-0">
      <path d={outline} className={FILLS[severity]} />
      <path d={mark} className="fill-none stroke-panel" strokeWidth={2} strokeLinecap="round" />
    </svg>
  );
}

/** Icon, colour and word: each says it alone. */
export function SeverityLabel({ severity }: { severity: Severity }) {
  const { t } = useTranslation();
  return (
    <span className={cx('inline-flex items-center gap-1.5 text-xs font-medium', TEXTS[severity])}>
      <SeverityIcon severity={severity} size={14} />
      {t(`ui.severity.${severity}`)}
    </span>
  );
}
