import { EXIT } from '../base/errors.ts';
import { frenchSpaces } from '../base/french-spaces.ts';
import type { Lang } from '../features/analyze/outputs/text/lang.ts';
import type { Rotation } from '../features/secrets/rotate.ts';
import type { SecretsCommand } from './cli/command.ts';
import { ask } from './control/ask.ts';
import { storedFolder } from './stored-folder.ts';

/**
 * `vigie secrets rotate`, in a running server or in its data folder: exit 0 when everything is under the new key. May be
 * killed and run again. Throws InputError when it could not be done.
 */
export async function runSecrets({ data, json, lang }: SecretsCommand): Promise<number> {
  const done = await ask(storedFolder(data), 'secrets.rotate', {});
  process.stdout.write(json ? `${JSON.stringify(done)}\n` : said(done, lang));
  return EXIT.ok;
}

function said({ keyId, secrets, wasResumed, unneeded, source }: Rotation, lang: Lang): string {
  const lines =
    lang === 'fr'
      ? [
          `Tout est désormais sous la clé maîtresse ${keyId} (${source}) ; secrets : ${secrets}.`,
          ...(wasResumed ? ['Une rotation interrompue a été menée à terme.'] : []),
          ...unneeded.map((id) => `La clé ${id} n’est plus utile : retirez-la de ${source}.`),
        ]
      : [
          `Everything is under the master key ${keyId} now (${source}); secrets: ${secrets}.`,
          ...(wasResumed ? ['A rotation that had been interrupted was completed.'] : []),
          ...unneeded.map((id) => `Key ${id} is needed no more: take it out of ${source}.`),
        ];
  const text = `${lines.join('\n')}\n`;
  return lang === 'fr' ? frenchSpaces(text) : text;
}
