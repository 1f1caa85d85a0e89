import { useTranslation } from 'react-i18next';
import type { Capture } from '../../data/captures.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Facts } from '../../ui/layout/Facts.tsx';
import { Part } from '../../ui/layout/Part.tsx';

const OUTCOMES = ['ok', 'truncated', 'malformed', 'unsupported'] as const;

/** How many packets were read to their end, and at which layers the others stopped. */
export function Decoding({ capture }: { readonly capture: Capture }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { decode, decodeLayers, packets } = capture;
  if (decode === null) return null;
  return (
    <Part title={t('captures.decode')}>
      <Facts
        facts={OUTCOMES.map((outcome) => [
          t(`captures.${outcome}`),
          <span key={outcome}>
            {format.count(decode[outcome])}
            <span className="text-muted">
              {' '}
              · {format.percent(packets === 0 ? 0 : decode[outcome] / packets)}
            </span>
          </span>,
        ])}
      />
      {decodeLayers.length === 0 ? null : (
        <table className="mt-2 w-full text-xs">
          <caption className="pb-1 text-left text-muted">{t('captures.layers')}</caption>
          <thead>
            <tr className="border-b text-left text-muted">
              <th scope="col" className="py-1 font-medium">
                {t('captures.layer')}
              </th>
              {OUTCOMES.slice(1).map((outcome) => (
                <th key={outcome} scope="col" className="py-1 pl-2 text-right font-medium">
                  {t(`captures.${outcome}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {decodeLayers.map((layer) => (
              <tr key={layer.layer} className="border-b last:border-b-0">
                <th scope="row" className="py-1 text-left font-mono font-normal">
                  {layer.layer}
                </th>
                {OUTCOMES.slice(1).map((outcome) => (
                  <td key={outcome} className="py-1 pl-2 text-right">
                    {format.count(layer[outcome])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Part>
  );
}
