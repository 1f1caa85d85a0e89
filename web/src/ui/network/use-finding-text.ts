import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { dashboard } from '../../../../src/api/stats/schemas.ts';
import { useFormat } from '../../i18n/use-format.ts';

export type Finding = z.input<typeof dashboard>['findings'][number];
type Said = Pick<Finding, 'kind' | 'params' | 'message'>;

/** Parameters that count something; the others (VLAN, port) are names and take no thousands separators. */
const COUNTS = ['ports', 'targets', 'failed', 'count'];

const SENTENCES = [
  'duplicate-address',
  'duplicate-address-vlan',
  'second-dhcp-server',
  'second-dhcp-server-vlan',
  'port-scan-vertical',
  'port-scan-horizontal',
  'port-scan-target',
  'port-scan-port',
] as const;
type Sentence = (typeof SENTENCES)[number];

function sentenceOf({ kind, params }: Said): Sentence | null {
  if (kind === 'duplicate-address' || kind === 'second-dhcp-server') {
    // Untagged traffic has VLAN -1, or none.
    return Number(params.vlan ?? -1) < 0 ? kind : `${kind}-vlan`;
  }
  if (kind !== 'port-scan') return null;
  if ('list' in params) return params.shape === 'vertical' ? 'port-scan-vertical' : 'port-scan-horizontal';
  return 'target' in params ? 'port-scan-target' : 'port-scan-port';
}

/** What was found, in the language of the page; the server's English where we know neither the kind nor its parameters. */
export function useFindingText(): (finding: Said) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const write = t as (key: string, params: Record<string, string | number>) => string;
  return (finding) => {
    const sentence = sentenceOf(finding);
    if (sentence === null) return finding.message;
    const said = Object.fromEntries(
      Object.entries(finding.params).map(([name, value]) => [
        name === 'count' ? 'servers_count' : name,
        COUNTS.includes(name) && typeof value === 'number' ? format.count(value) : value,
      ]),
    );
    const text = write(`findings.${sentence}`, said);
    // A parameter that the server did not give.
    return text.includes('{{') ? finding.message : text;
  };
}
