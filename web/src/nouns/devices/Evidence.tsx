import { useTranslation } from 'react-i18next';
import type { Capture } from '../../data/captures.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { PageLink } from '../../ui/PageLink.tsx';
import { Time } from '../../ui/Time.tsx';
import type { Evidence } from './device.ts';
import { type Exists, saySource } from './evidence-words.ts';

/** Whether the catalogue of the page's language has a key. */
export function useExists(): Exists {
  const { i18n } = useTranslation();
  return (key) => i18n.exists(key);
}

/** How certain, as a bar and as a figure. */
export function Confidence({ value }: { readonly value: number }) {
  const { t } = useTranslation();
  const percent = useFormat().percent(value);
  return (
    <span
      className="inline-flex items-center gap-1.5 text-xs whitespace-nowrap text-muted"
      title={t('devices.why.confidence', { percent })}
    >
      <span aria-hidden className="h-1.5 w-10 overflow-hidden rounded-full bg-raised">
        <span className="block h-full rounded-full bg-accent" style={{ width: `${value * 100}%` }} />
      </span>
      <span className="sr-only">{t('devices.why.confidence', { percent })}</span>
      <span aria-hidden>{percent}</span>
    </span>
  );
}

/** One piece of evidence in a line: who says so, and in which packet. */
export function EvidenceLine({ mark }: { readonly mark: Evidence }) {
  const { t } = useTranslation();
  const format = useFormat();
  const exists = useExists();
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <span>{saySource(t, exists, mark.source)}</span>
      <span className="text-xs whitespace-nowrap text-muted">
        {t('devices.why.packet', { packet: format.count(mark.packet) })}
      </span>
    </span>
  );
}

interface EvidenceTableProps {
  readonly marks: readonly Evidence[];
  readonly captures: ReadonlyMap<string, Capture>;
}

/** Every piece of evidence: source, time, packet number and capture, so that Wireshark shows the same. */
export function EvidenceTable({ marks, captures }: EvidenceTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const exists = useExists();
  const head = 'py-1 pr-4 text-left font-normal';
  return (
    <div className="overflow-x-auto">
      <table className="text-xs">
        <thead className="text-muted">
          <tr>
            <th className={head}>{t('devices.why.source')}</th>
            <th className={head}>{t('devices.why.time')}</th>
            <th className="py-1 pr-4 text-right font-normal">{t('devices.why.packetColumn')}</th>
            <th className={head}>{t('devices.why.capture')}</th>
          </tr>
        </thead>
        <tbody>
          {marks.map((mark) => (
            <tr key={`${mark.capture} ${mark.file} ${mark.packet} ${mark.source}`} className="border-t">
              <td className="py-1 pr-4">{saySource(t, exists, mark.source)}</td>
              <td className="py-1 pr-4">
                <Time at={mark.at} exact />
              </td>
              <td className="py-1 pr-4 text-right">{format.count(mark.packet)}</td>
              <td className="py-1">
                <CaptureName id={mark.capture} captures={captures} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function CaptureName({
  id,
  captures,
}: { readonly id: string } & Pick<EvidenceTableProps, 'captures'>) {
  const { t } = useTranslation();
  const capture = captures.get(id);
  if (capture === undefined) return <span className="text-muted">{t('devices.why.deletedCapture')}</span>;
  return (
    <PageLink to="/captures" search={{ open: id }} className="hover:underline">
      {capture.name}
    </PageLink>
  );
}
