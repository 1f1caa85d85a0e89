import { createHash } from 'node:crypto';
import type { Analysis } from '../../../../model/analysis.ts';
import type { Lang } from '../text/lang.ts';
import { formatCount } from '../text/numbers.ts';
import { word } from '../text/words.ts';
import { textChunks } from '../utf8-text.ts';
import { deviceFinder, fileLabels } from '../view.ts';
import { cannotWrite, writeFileChunks } from '../write.ts';
import { label, say, span } from './bilingual.ts';
import { dataPieces, MAX_CONVERSATIONS, reportData } from './data.ts';
import { escapeHtml } from './escape.ts';
import { flowMapSection } from './flow-map.ts';
import { CORE } from './script/core.ts';
import { LISTS } from './script/lists.ts';
import { MAP } from './script/map.ts';
import { TABLE } from './script/table.ts';
import {
  captureFacts,
  findingsSection,
  keyFigures,
  protocolsSection,
  toggles,
  troubleSection,
  vlansSection,
} from './sections.ts';
import { STYLE } from './style.ts';
import { symbolDefinitions } from './symbols.ts';
import { conversationsTable, devicesTable } from './tables.ts';

const SCRIPT = `(() => {\n'use strict';${CORE}${TABLE}${LISTS}${MAP}})();\n`;

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * Nothing may be fetched, and only this style and this script run: even markup from a packet that slipped
 * through could do nothing (CSP Level 3 §6.7; the JSON block is data and needs no permission).
 */
const POLICY = `default-src 'none'; style-src ${sha256(STYLE)}; script-src ${sha256(SCRIPT)}; img-src data:; base-uri 'none'; form-action 'none'`;

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='none' stroke='%230f8a83' stroke-width='2' d='M1 8s2.5-4.5 7-4.5S15 8 15 8s-2.5 4.5-7 4.5S1 8 1 8Z'/%3E%3Ccircle cx='8' cy='8' r='2.2' fill='%230f8a83'/%3E%3C/svg%3E";

const PARTS = ['findings', 'map', 'protocols', 'vlans', 'devices', 'conversations'] as const;

function header(analysis: Analysis, lang: Lang): string {
  const links = PARTS.map((part) => `<a href="#${part}">${span(say(`${part}.title`), lang)}</a>`).join('');
  const files = fileLabels(analysis.capture.files);
  const more = files.length > 1 ? ` <span class="muted">+${formatCount(files.length - 1, lang)}</span>` : '';
  return `<a class="skip" href="#content">${span(say('ui.skip'), lang)}</a>
<header class="top"><div class="bar"><p class="brand"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M1 8s2.5-4.5 7-4.5S15 8 15 8s-2.5 4.5-7 4.5S1 8 1 8Z"/><circle cx="8" cy="8" r="2.2"/></svg>Vigie</p>
<nav${label(say('ui.sections'), lang)}>${links}</nav>${toggles(lang)}</div></header>
<main id="content"><div class="title"><p class="kicker">${span(say('app.report'), lang)}</p><h1>${escapeHtml(files[0] ?? 'Vigie')}${more}</h1></div>`;
}

/** The whole report in pieces. One file, no request; the same analysis gives the same bytes. */
export function* htmlPieces(analysis: Analysis, lang: Lang): Generator<string> {
  const [file] = fileLabels(analysis.capture.files);
  const title = word('app.title', lang) + (file === undefined ? '' : ` · ${file}`);
  yield `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${ICON}">
<style>${STYLE}</style>
</head>
<body>
${symbolDefinitions()}
${header(analysis, lang)}
<noscript><p class="trouble">${escapeHtml(word('ui.noscript', lang))}</p></noscript>
${keyFigures(analysis, lang)}
${captureFacts(analysis, lang)}
${troubleSection(analysis, lang)}
${findingsSection(analysis, lang)}
`;
  const finder = deviceFinder(analysis.devices);
  yield flowMapSection(analysis, finder, lang);
  yield `<div class="columns">${protocolsSection(analysis, lang)}
${vlansSection(analysis, lang)}</div>
${devicesTable(analysis, lang)}
${conversationsTable(analysis, MAX_CONVERSATIONS, lang)}
</main>
<footer>${span(say('ui.footer'), lang)}</footer>
<script type="application/json" id="data">`;
  yield* dataPieces(reportData(analysis, finder, lang));
  yield `</script>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/**
 * Writes the report to `path`, replacing it. `lang` is the language it opens in; the reader can switch.
 * Throws InputError when the file cannot be written.
 */
export async function writeHtml(analysis: Analysis, path: string, lang: Lang): Promise<void> {
  try {
    await writeFileChunks(path, textChunks(htmlPieces(analysis, lang)));
  } catch (error) {
    throw cannotWrite('write.report-failed', path, error);
  }
}
