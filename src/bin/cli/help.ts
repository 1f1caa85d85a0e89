import { frenchSpaces } from '../../base/french-spaces.ts';
import { paintWith } from '../../features/analyze/outputs/terminal/style.ts';
import type { Lang } from '../../features/analyze/outputs/text/lang.ts';
import type { Topic } from './command.ts';
import { HELP_EN } from './help-en.ts';
import { HELP_FR } from './help-fr.ts';

/** `''` is the page of `vigie help`, `nothing` what `vigie open` says without a file. */
export type HelpPage = '' | Topic | 'nothing';

/**
 * Headings stand at the margin, examples begin with `$`, options with a dash: that is all the markup there is.
 */
function paintPage(text: string, colors: boolean): string {
  const paint = paintWith(colors);
  return text
    .split('\n')
    .map((line) => {
      if (/^ +\$ /.test(line))
        return line.replace(
          /\$ (.*)$/,
          (_, typed: string) => `${paint('$', 'dim')} ${paint(typed, 'accent')}`,
        );
      if (/^\S.*:$|^\S.*\u00a0:$/.test(line)) return paint(line, 'bold');
      return line.replace(
        /^( {2})(-{1,2}[a-zA-Z][^ ]*(?:, --[a-z-]+)?)/,
        (_, space: string, name: string) => space + paint(name, 'bold'),
      );
    })
    .join('\n');
}

/** Help on one command, or on all of them for `null`. Ends with a line feed. */
export function helpText(topic: Topic | null, lang: Lang, colors: boolean): string {
  return page(topic ?? '', lang, colors);
}

/** What `npm start` says when no capture was given. Ends with a line feed. */
export function whatToDoText(lang: Lang, colors: boolean): string {
  return page('nothing', lang, colors);
}

function page(name: HelpPage, lang: Lang, colors: boolean): string {
  const text = lang === 'fr' ? frenchSpaces(HELP_FR[name]) : HELP_EN[name];
  return paintPage(text.replace(/^\n/, ''), colors);
}
