/** Commands on what is kept: `vigie audit verify`, `vigie secrets rotate`. */
import type { Lang } from '../../features/analyze/outputs/text/lang.ts';
import type { AuditCommand, SecretsCommand } from './command.ts';
import { type Parsed, usage } from './values.ts';

export const STATE_OPTIONS = { data: { type: 'string' }, json: { type: 'boolean' } } as const;

export function auditCommand(parsed: Parsed, lang: Lang): AuditCommand {
  expectVerb('audit', 'verify', parsed.positionals, lang);
  return { kind: 'audit', ...common(parsed), lang };
}

export function secretsCommand(parsed: Parsed, lang: Lang): SecretsCommand {
  expectVerb('secrets', 'rotate', parsed.positionals, lang);
  return { kind: 'secrets', ...common(parsed), lang };
}

const common = ({ texts, switches }: Parsed) => ({ data: texts.data ?? null, json: switches.json ?? false });

function expectVerb(noun: string, verb: string, typed: readonly string[], lang: Lang): void {
  if (typed.length === 1 && typed[0] === verb) return;
  const line = `vigie ${[noun, ...typed].join(' ')}`;
  throw usage(
    lang,
    `"${line}" is no command. Did you mean: vigie ${noun} ${verb}?`,
    `« ${line} » n’est pas une commande. Vouliez-vous dire : vigie ${noun} ${verb} ?`,
  );
}
