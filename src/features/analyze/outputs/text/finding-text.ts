import { frenchSpaces } from '../../../../base/french-spaces.ts';
import type { Finding } from '../../../../model/analysis.ts';
import type { Lang } from './lang.ts';
import { formatCount } from './numbers.ts';
import { fill } from './words.ts';

type Params = Finding['params'];

/** French sentences by kind, from the parameters that src/identify/findings gives with the English message. */
const FRENCH: Readonly<Record<Finding['kind'], (params: Params) => string>> = {
  'duplicate-address': (p) => `{macs} utilisent l’adresse {ip}${onVlan(p)} en même temps.`,
  'second-dhcp-server': (p) => `{count} serveurs DHCP répondent${onVlan(p)} : {servers}.`,
  'port-scan': (p) => {
    if ('list' in p) {
      return p.shape === 'vertical'
        ? '{source} a essayé jusqu’à {ports} ports {transport} de chacune de {targets} adresses ({list}) ; {failed} tentatives ont échoué.'
        : '{source} a essayé {ports} ports {transport} ({list}) sur jusqu’à {targets} adresses chacun ; {failed} tentatives ont échoué.';
    }
    return 'target' in p
      ? '{source} a essayé {ports} ports {transport} de {target} ; {failed} n’ont pas accepté.'
      : '{source} a essayé le port {transport} {port} sur {targets} adresses ; {failed} n’ont pas accepté.';
  },
};

/** Untagged traffic has VLAN -1, or none. */
const onVlan = (params: Params): string => (Number(params.vlan ?? -1) < 0 ? '' : ' sur le VLAN {vlan}');

/** Numbers that count something; the others (VLAN, port) are names and take no thousands separators. */
const COUNTS = ['count', 'ports', 'targets', 'failed'];

/**
 * The finding's sentence. English where French knows neither the kind nor all its parameters.
 * Not escaped: it may hold packet text.
 */
export function findingText(finding: Finding, lang: Lang): string {
  if (lang === 'en') return finding.message;
  const sentence = FRENCH[finding.kind]?.(finding.params);
  if (sentence === undefined) return finding.message;
  const params: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(finding.params)) {
    params[name] = COUNTS.includes(name) && typeof value === 'number' ? formatCount(value, lang) : value;
  }
  const complete = [...sentence.matchAll(/\{(\w+)\}/g)].every((match) => match[1] in params);
  return complete ? fill(frenchSpaces(sentence), params) : finding.message;
}
