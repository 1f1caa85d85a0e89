import { frenchSpaces } from '../../base/french-spaces.ts';
import type { Lang } from '../../features/analyze/outputs/text/lang.ts';
import { formatCount } from '../../features/analyze/outputs/text/numbers.ts';
import type { AuditFault, AuditVerdict } from '../../store/state/audit/verify.ts';
import type { ResultOf } from '../control/operations.ts';

const FRENCH: Readonly<Record<AuditFault, string>> = {
  changed: 'a été modifiée après son écriture',
  missing: 'manque, alors que d’autres la suivent',
  moved: 'ne suit pas celle qui la précède',
  added: 'a été ajoutée, ou s’y trouve deux fois',
  cut: 'manque, avec toutes celles qui la suivaient',
  rewritten: 'ou une autre avant elle a été réécrite : son empreinte était une autre',
  unsigned: 'est la dernière selon une fin que Vigie n’a pas signée : quelque chose a été réécrit',
};

/** One line for each chain, and one for what is wrong with the file beside them. */
export function auditLines({ chains, headsFile }: ResultOf<'audit.verify'>, lang: Lang): string {
  const lines = chains.map((verdict) => line(verdict, lang));
  if (headsFile !== null) {
    lines.push(
      lang === 'fr'
        ? 'audit.heads : ce fichier n’est pas celui que Vigie a écrit'
        : `audit.heads: this is not the file that Vigie wrote: ${headsFile}`,
    );
  }
  const text = `${lines.join('\n')}\n`;
  return lang === 'fr' ? frenchSpaces(text) : text;
}

function line({ chain, rows, broken }: AuditVerdict, lang: Lang): string {
  const count = formatCount(rows, lang);
  if (lang === 'fr') {
    const name = chain === '_platform' ? 'plateforme' : `organisation ${chain}`;
    if (broken !== null) return `${name} : la ligne ${broken.seq} ${FRENCH[broken.fault]}`;
    return `${name} : ${count} ${rows > 1 ? 'lignes, intactes' : 'ligne, intacte'}`;
  }
  const name = chain === '_platform' ? 'platform' : `organisation ${chain}`;
  return broken === null
    ? `${name}: ${count} ${rows === 1 ? 'row, as it was written' : 'rows, as they were written'}`
    : `${name}: ${broken.message}`;
}
