import { type Analysis, type Evidence, type Finding, SEVERITIES } from '../../../../model/analysis.ts';
import { inRawWords } from '../../../../model/messages/message.ts';
import { limitSentences } from '../limits.ts';
import { findingText } from '../text/finding-text.ts';
import { LANGS, type Lang } from '../text/lang.ts';
import { formatBytes, formatCount, formatDuration, formatPercent, formatTime } from '../text/numbers.ts';
import { plural, word } from '../text/words.ts';
import { fileLabels } from '../view.ts';
import { type Bilingual, label, say, span } from './bilingual.ts';
import { escapeHtml } from './escape.ts';
import { icon } from './symbols.ts';

const count =
  (n: number): Bilingual =>
  (lang) =>
    formatCount(n, lang);
const bytes =
  (n: number): Bilingual =>
  (lang) =>
    formatBytes(n, lang);

/** Counts at a glance; each leads to its part of the report. */
export function keyFigures(analysis: Analysis, lang: Lang): string {
  const { capture } = analysis;
  const figures: readonly (readonly [title: Bilingual, value: Bilingual, link: string | null])[] = [
    [say('devices.title'), count(analysis.devices.length), 'devices'],
    [say('conversations.title'), count(analysis.conversations.length), 'conversations'],
    [say('findings.title'), count(analysis.findings.length), 'findings'],
    [say('vlans.title'), count(analysis.vlans.length), 'vlans'],
    [say('capture.packets'), count(capture.packets), null],
    [say('capture.bytes'), bytes(capture.wireBytes), null],
    [say('capture.duration'), (each) => formatDuration(capture.durationSeconds, each), null],
  ];
  const cells = figures.map(([title, value, link]) => {
    const inner = `<dt>${span(title, lang)}</dt><dd>${span(value, lang)}</dd>`;
    return `<div>${link === null ? inner : inner.replace(/<dd>(.*)<\/dd>/, `<dd><a href="#${link}">$1</a></dd>`)}</div>`;
  });
  return `<dl class="figures">${cells.join('')}</dl>`;
}

const OUTCOMES = ['ok', 'truncated', 'malformed', 'unsupported'] as const;

/** Share of each decoding outcome as one bar, and in words. */
function decodeFact({ capture }: Analysis, lang: Lang): string {
  const { decode, packets } = capture;
  if (packets === 0) return '–';
  let at = 0;
  const parts = OUTCOMES.map((outcome) => {
    // What is there must be seen: never less than half a percent of the bar.
    const width = decode[outcome] === 0 ? 0 : Math.max(0.5, (decode[outcome] / packets) * 100);
    const rect = `<rect class="${outcome}" x="${round(at)}" width="${round(width)}" height="4"/>`;
    at += width;
    return rect;
  });
  const words: Bilingual = (each) =>
    [
      `${formatPercent(decode.ok / packets, each)} ${word('capture.ok', each)}`,
      ...OUTCOMES.slice(1)
        .filter((outcome) => decode[outcome] > 0)
        .map((outcome) => `${formatCount(decode[outcome], each)} ${word(`capture.${outcome}`, each)}`),
    ].join(' · ');
  const bar = `<svg class="decode" viewBox="0 0 ${Math.max(100, round(at))} 4" preserveAspectRatio="none" aria-hidden="true">${parts.join('')}</svg>`;
  return `${bar}${span(words, lang)}${stopped(capture.decodeLayers, lang)}`;
}

function stopped(layers: Analysis['capture']['decodeLayers'], lang: Lang): string {
  const items = layers
    .map((layer) => {
      const kinds = OUTCOMES.slice(1).filter((kind) => layer[kind] > 0);
      if (kinds.length === 0) return '';
      const text: Bilingual = (each) =>
        kinds.map((kind) => `${formatCount(layer[kind], each)} ${word(`capture.${kind}`, each)}`).join(' · ');
      return `<li><code>${escapeHtml(layer.layer)}</code> ${span(text, lang)}</li>`;
    })
    .join('');
  return items === ''
    ? ''
    : `<details class="stopped"><summary>${span(say('capture.stopped'), lang)}</summary><ul>${items}</ul></details>`;
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** What was read: files, time, link, decoding. */
export function captureFacts(whole: Analysis, lang: Lang): string {
  const { capture } = whole;
  const files = fileLabels(capture.files).map((file) => `<code>${escapeHtml(file)}</code>`);
  const shown = files.slice(0, 3).join(', ');
  const rest =
    files.length > 3
      ? `<details><summary>+${files.length - 3}</summary>${files.slice(3).join(', ')}</details>`
      : '';
  const times: Bilingual = (each) =>
    capture.firstSeen === null
      ? '–'
      : `${formatTime(capture.firstSeen)} ${word('capture.to', each)} ${formatTime(capture.lastSeen)} ${word('unit.utc', each)}`;
  const sizes: Bilingual = (each) => {
    const captured = formatBytes(capture.bytes, each);
    if (capture.bytes === capture.wireBytes) return captured;
    return `${captured} · ${word('capture.onWire', each, { bytes: formatBytes(capture.wireBytes, each) })}`;
  };
  const facts: readonly (readonly [Bilingual, string])[] = [
    [say('capture.files'), shown + rest],
    [say('capture.from'), span(times, lang)],
    [say('capture.bytes'), `${span(sizes, lang)} · <code>${escapeHtml(capture.linkTypes.join(', '))}</code>`],
    [say('capture.decoded'), decodeFact(whole, lang)],
  ];
  const rows = facts.map(([title, value]) => `<div><dt>${span(title, lang)}</dt><dd>${value}</dd></div>`);
  return `<dl class="facts">${rows.join('')}</dl>`;
}

function evidenceItem(evidence: Evidence, files: readonly string[], lang: Lang): string {
  const file = files.length > 1 ? `<code>${escapeHtml(files[evidence.file] ?? '')}</code> ` : '';
  const packet: Bilingual = (each) =>
    word('finding.packet', each, { packet: formatCount(evidence.packet, each) });
  return `<li><time datetime="${escapeHtml(evidence.at)}">${formatTime(evidence.at)}</time> ${file}${span(packet, lang)} <span class="source">${escapeHtml(evidence.source)}</span></li>`;
}

function findingItem(finding: Finding, files: readonly string[], lang: Lang): string {
  const { severity, evidence } = finding;
  const proof =
    evidence.length === 0
      ? ''
      : `<details><summary>${span((each) => plural('finding.evidence', evidence.length, each), lang)}</summary><ul class="evidence">${evidence.map((each) => evidenceItem(each, files, lang)).join('')}</ul></details>`;
  return `<li class="finding"><span class="badge severity-${severity}">${icon(`severity-${severity}`)}${span(say(`severity.${severity}`), lang)}</span><div><p>${span((each) => findingText(finding, each), lang)}</p>${proof}</div></li>`;
}

/** Worst first. */
export function findingsSection({ findings, capture }: Analysis, lang: Lang): string {
  const sorted = [...findings].sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
  const body =
    sorted.length === 0
      ? `<p class="empty">${span(say('findings.none'), lang)}</p>`
      : `<ul class="findings">${sorted.map((finding) => findingItem(finding, fileLabels(capture.files), lang)).join('')}</ul>`;
  return section('findings', say('findings.title'), sorted.length, body, lang);
}

/** What was wrong with the input, and limits that were reached; nothing when all went well. */
export function troubleSection(whole: Analysis, lang: Lang): string {
  const limits = limitSentences(whole.limits, lang).map((_, i) =>
    span((each) => limitSentences(whole.limits, each)[i], lang),
  );
  const parts = [
    [
      say('warnings.title'),
      whole.warnings.map((each) => span((language) => inRawWords(each, language), lang)),
    ],
    [say('limits.title'), limits],
  ] as const;
  return parts
    .filter(([, sentences]) => sentences.length > 0)
    .map(
      ([title, sentences]) =>
        `<aside class="trouble"><h2>${icon('severity-medium')}${span(title, lang)}</h2><ul>${sentences.map((each) => `<li>${each}</li>`).join('')}</ul></aside>`,
    )
    .join('');
}

const LAYERS = ['link', 'network', 'transport', 'application'] as const;

/** One table per layer: name, bar of its share of all bytes, numbers. */
export function protocolsSection({ protocols, capture }: Analysis, lang: Lang): string {
  const total = Math.max(1, capture.wireBytes);
  const groups = LAYERS.map((layer) => {
    const rows = protocols.filter((p) => p.layer === layer).sort((a, b) => b.bytes - a.bytes);
    if (rows.length === 0) return '';
    const body = rows.map((row) => {
      const share = Math.min(1, row.bytes / total);
      const bar = `<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8"/><rect class="value" width="${round(Math.max(0.4, share * 100))}" height="8"/></svg>`;
      return `<tr><th scope="row"><code>${escapeHtml(row.name)}</code></th><td class="share">${bar}</td><td>${span((each) => formatPercent(share, each), lang)}</td><td>${span(bytes(row.bytes), lang)}</td><td class="wide">${span(count(row.packets), lang)}</td></tr>`;
    });
    return `<tbody><tr class="group"><th colspan="5" scope="rowgroup">${span(say(`layer.${layer}`), lang)}</th></tr>${body.join('')}</tbody>`;
  });
  const head = `<thead><tr><th scope="col">${span(say('protocol.name'), lang)}</th><th scope="col" colspan="2">${span(say('protocol.share'), lang)}</th><th scope="col" class="n">${span(say('protocol.bytes'), lang)}</th><th scope="col" class="n wide">${span(say('protocol.packets'), lang)}</th></tr></thead>`;
  const body =
    protocols.length === 0
      ? `<p class="empty">${span(say('protocols.empty'), lang)}</p>`
      : `<div class="scroll" role="region" tabindex="0"${label(say('protocols.title'), lang)}><table class="protocols">${head}${groups.join('')}</table></div>`;
  return section('protocols', say('protocols.title'), protocols.length, body, lang);
}

export function vlansSection({ vlans }: Analysis, lang: Lang): string {
  const hasOuter = vlans.some((each) => each.outerVlan !== null);
  const most = Math.max(1, ...vlans.map((each) => each.bytes));
  const rows = vlans.map((vlan) => {
    const outer = hasOuter ? `<td class="n">${vlan.outerVlan ?? '–'}</td>` : '';
    const bar = `<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8"/><rect class="value" width="${round(Math.max(0.4, (vlan.bytes / most) * 100))}" height="8"/></svg>`;
    return `<tr><th scope="row" class="n">${vlan.vlan}</th>${outer}<td class="n">${span(count(vlan.devices), lang)}</td><td class="n wide">${span(count(vlan.packets), lang)}</td><td class="n">${span(bytes(vlan.bytes), lang)}</td><td class="share">${bar}</td></tr>`;
  });
  const columns: readonly (readonly [Bilingual, string])[] = [
    [say('vlan.id'), 'n'],
    ...(hasOuter ? [[say('vlan.outer'), 'n'] as const] : []),
    [say('vlan.devices'), 'n'],
    [say('vlan.packets'), 'n wide'],
  ];
  const head = columns.map(([title, kind]) => `<th scope="col" class="${kind}">${span(title, lang)}</th>`);
  head.push(`<th scope="col" colspan="2">${span(say('vlan.bytes'), lang)}</th>`);
  const body =
    vlans.length === 0
      ? `<p class="empty">${span(say('vlans.empty'), lang)}</p>`
      : `<div class="scroll" role="region" tabindex="0"${label(say('vlans.title'), lang)}><table class="vlans"><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
  return section('vlans', say('vlans.title'), vlans.length, body, lang);
}

/** A part of the report with its heading, count and place in the table of contents. */
export function section(id: string, title: Bilingual, total: number, body: string, lang: Lang): string {
  return `<section id="${id}" aria-labelledby="${id}-title"><div class="head"><h2 id="${id}-title">${span(title, lang)} <span class="count">${span(count(total), lang)}</span></h2></div>${body}</section>`;
}

/** Buttons for language and theme: the pressed one is told apart by more than its colour. */
export function toggles(lang: Lang): string {
  const languages = LANGS.map(
    (each) =>
      `<button type="button" data-lang="${each}" lang="${each}" aria-pressed="${each === lang}">${each.toUpperCase()}</button>`,
  );
  const themes = (['auto', 'light', 'dark'] as const).map(
    (theme) =>
      `<button type="button" data-theme-choice="${theme}" aria-pressed="${theme === 'auto'}">${span(say(`ui.theme.${theme}`), lang)}</button>`,
  );
  const group = (name: 'ui.language' | 'ui.theme', buttons: string[]): string => {
    const both = LANGS.map((each) => ` data-label-${each}="${word(name, each)}"`).join('');
    return `<div class="segmented" role="group" aria-label="${word(name, lang)}"${both}>${buttons.join('')}</div>`;
  };
  return group('ui.language', languages) + group('ui.theme', themes);
}
