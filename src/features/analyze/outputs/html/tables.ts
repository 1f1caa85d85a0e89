import type { Analysis } from '../../../../model/analysis.ts';
import type { Lang } from '../text/lang.ts';
import { formatCount } from '../text/numbers.ts';
import { type WordKey, word } from '../text/words.ts';
import { label, placeholder, say, span } from './bilingual.ts';
import { section } from './sections.ts';

interface TableFrame {
  readonly id: 'devices' | 'conversations';
  readonly total: number;
  readonly empty: WordKey;
  readonly filter: WordKey;
  readonly hint: WordKey;
  /** Titles in the order of the columns that the script draws; `n` for numbers. */
  readonly columns: readonly (readonly [title: WordKey, kind: '' | 'n'])[];
  readonly note: string;
}

/** The frame of a table whose rows the script draws: filter, sortable header, pages. */
function tableFrame(frame: TableFrame, lang: Lang): string {
  const title = say(`${frame.id}.title`);
  if (frame.total === 0) {
    return section(frame.id, title, 0, `<p class="empty">${span(say(frame.empty), lang)}</p>`, lang);
  }
  const head = frame.columns.map(
    ([key, kind]) =>
      `<th scope="col"${kind === '' ? '' : ` class="${kind}"`}><button type="button">${span(say(key), lang)}<span class="sort" aria-hidden="true"></span></button></th>`,
  );
  const pages = label((each) => word('table.pages', each, { table: word(`${frame.id}.title`, each) }), lang);
  const body = `${frame.note}
<div class="tools"><input type="search" autocomplete="off" spellcheck="false"${label(say(frame.filter), lang)}${placeholder(say(frame.hint), lang)}><p class="status" role="status"></p></div>
<div class="scroll" role="region" tabindex="0"${label(title, lang)}><table class="rows"><thead><tr>${head.join('')}</tr></thead><tbody></tbody></table></div>
<nav class="pager" hidden${pages}><button type="button">${span(say('table.previous'), lang)}</button><button type="button">${span(say('table.next'), lang)}</button></nav>`;
  return section(frame.id, title, frame.total, body, lang);
}

export function devicesTable({ devices }: Analysis, lang: Lang): string {
  return tableFrame(
    {
      id: 'devices',
      total: devices.length,
      empty: 'devices.empty',
      filter: 'table.filterDevices',
      hint: 'table.filterHint',
      columns: [
        ['device.name', ''],
        ['device.type', ''],
        ['device.addresses', ''],
        ['device.vendor', ''],
        ['device.mac', ''],
        ['device.vlans', 'n'],
        ['device.sent', 'n'],
        ['device.received', 'n'],
        ['device.lastSeen', 'n'],
      ],
      note: '',
    },
    lang,
  );
}

/** At most `most` rows are in the file; then the table says so. */
export function conversationsTable({ conversations }: Analysis, most: number, lang: Lang): string {
  const cut = (each: Lang): string =>
    word('table.cut', each, { n: formatCount(most, each), all: formatCount(conversations.length, each) });
  return tableFrame(
    {
      id: 'conversations',
      total: conversations.length,
      empty: 'conversations.empty',
      filter: 'table.filterConversations',
      hint: 'table.filterFlowsHint',
      columns: [
        ['conversation.initiator', ''],
        ['conversation.responder', ''],
        ['conversation.protocol', ''],
        ['conversation.server', ''],
        ['conversation.vlan', 'n'],
        ['conversation.forward', 'n'],
        ['conversation.back', 'n'],
        ['conversation.start', 'n'],
        ['conversation.duration', 'n'],
      ],
      note: conversations.length > most ? `<p class="note">${span(cut, lang)}</p>` : '',
    },
    lang,
  );
}
