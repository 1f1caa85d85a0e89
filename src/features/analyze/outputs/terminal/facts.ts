import type { Analysis, DecodeCounts } from '../../../../model/analysis.ts';
import { inRawWords } from '../../../../model/messages/message.ts';
import { limitSentences } from '../limits.ts';
import { findingText } from '../text/finding-text.ts';
import { formatBytes, formatCount, formatDuration, formatPercent, formatTime } from '../text/numbers.ts';
import { displayWidth, printable, shorten } from '../text/printable.ts';
import { plural, word } from '../text/words.ts';
import { fileLabels } from '../view.ts';
import { SEVERITY_SIGN } from './style.ts';
import { wrap } from './table.ts';
import type { Page } from './terminal.ts';

/** Evidence shown under a finding; the rest is in --json. */
const EVIDENCE_SHOWN = 3;

/** Two spaces between an indented label and what it says. */
function labelled(label: string, labelWidth: number, text: string, { width, paint }: Page): string[] {
  const indent = labelWidth + 2;
  const [first, ...rest] = wrap(text, width - indent, '');
  return [
    `${paint(label.padEnd(labelWidth), 'dim')}  ${first}`,
    ...rest.map((line) => ' '.repeat(indent) + line),
  ];
}

function decodeText(counts: DecodeCounts, total: number, lang: Page['lang']): string {
  const parts = [`${formatPercent(total === 0 ? 0 : counts.ok / total, lang)} ${word('capture.ok', lang)}`];
  for (const kind of ['truncated', 'malformed', 'unsupported'] as const) {
    if (counts[kind] > 0) parts.push(`${formatCount(counts[kind], lang)} ${word(`capture.${kind}`, lang)}`);
  }
  return parts.join(' · ');
}

/** Files, size, time and how decoding went. */
export function captureLines({ capture }: Analysis, page: Page): string[] {
  const { lang, paint, width } = page;
  const more = capture.files.length > 1 ? ` +${formatCount(capture.files.length - 1, lang)}` : '';
  const name = shorten(fileLabels(capture.files)[0] ?? '–', width - 6 - displayWidth(more));
  const lines = [`${paint('vigie', 'accent')} ${paint(name, 'bold')}${more}`];
  if (capture.packets === 0) return [...lines, word('capture.empty', lang)];
  const traffic = [
    plural('capture.packet', capture.packets, lang),
    formatBytes(capture.bytes, lang),
    ...(capture.wireBytes === capture.bytes
      ? []
      : [word('capture.onWire', lang, { bytes: formatBytes(capture.wireBytes, lang) })]),
    formatDuration(capture.durationSeconds, lang),
    capture.linkTypes.map(printable).join(', '),
  ];
  const labels = [word('capture.bytes', lang), word('capture.from', lang), word('capture.decoded', lang)];
  const labelWidth = Math.max(...labels.map(displayWidth));
  const times = `${formatTime(capture.firstSeen)} ${word('capture.to', lang)} ${formatTime(capture.lastSeen)} ${word('unit.utc', lang)}`;
  return [
    ...lines,
    ...labelled(labels[0], labelWidth, traffic.filter((part) => part !== '').join(' · '), page),
    ...labelled(labels[1], labelWidth, times, page),
    ...labelled(labels[2], labelWidth, decodeText(capture.decode, capture.packets, lang), page),
    ...stoppedLines(capture.decodeLayers, labelWidth, page),
  ];
}

function stoppedLines(layers: Analysis['capture']['decodeLayers'], labelWidth: number, page: Page): string[] {
  const lines: string[] = [];
  for (const layer of layers) {
    const parts = (['truncated', 'malformed', 'unsupported'] as const)
      .filter((kind) => layer[kind] > 0)
      .map((kind) => `${formatCount(layer[kind], page.lang)} ${word(`capture.${kind}`, page.lang)}`);
    if (parts.length > 0) {
      lines.push(...labelled('', labelWidth, `${printable(layer.layer)} · ${parts.join(' · ')}`, page));
    }
  }
  return lines.map((line) => page.paint(line, 'dim'));
}

export function sectionTitle(title: string, count: string, { paint }: Page): string {
  return paint(title, 'bold') + (count === '' ? '' : `  ${paint(count, 'dim')}`);
}

/** Findings, worst first, each with where to look in Wireshark. */
export function findingLines(analysis: Analysis, page: Page): string[] {
  const { lang, paint, width, top } = page;
  const { findings, capture } = analysis;
  if (capture.packets === 0) return [];
  if (findings.length === 0) {
    return [
      sectionTitle(word('findings.title', lang), '', page),
      ...wrap(word('findings.none', lang), width, ''),
    ];
  }
  const order = Object.keys(SEVERITY_SIGN);
  const sorted = [...findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  const widest = Math.max(...sorted.map(({ severity }) => displayWidth(word(`severity.${severity}`, lang))));
  const lines = [sectionTitle(word('findings.title', lang), formatCount(findings.length, lang), page)];
  for (const finding of sorted.slice(0, top)) {
    const [sign, tint] = SEVERITY_SIGN[finding.severity];
    const severity = word(`severity.${finding.severity}`, lang);
    const indent = ' '.repeat(widest + 4);
    const [head, ...rest] = wrap(printable(findingText(finding, lang)), width - indent.length, '');
    lines.push(
      `${paint(`${sign} ${severity.padEnd(widest)}`, tint)}  ${head}`,
      ...rest.map((l) => indent + l),
    );
    for (const evidence of finding.evidence.slice(0, EVIDENCE_SHOWN)) {
      const file = capture.files.length > 1 ? `${fileLabels(capture.files)[evidence.file] ?? ''} ` : '';
      const packet = word('finding.packet', lang, { packet: formatCount(evidence.packet, lang) });
      const where = `${formatTime(evidence.at)}  ${file}${packet}  ${printable(evidence.source)}`;
      lines.push(paint(indent + shorten(where, width - indent.length), 'dim'));
    }
  }
  return findings.length > top ? [...lines, ...moreLines(findings.length, page)] : lines;
}

/** "412 more", and how to see them; nothing when all are there. */
export function moreLines(total: number, { top, lang, width, paint }: Page): string[] {
  if (total <= top) return [];
  const text = word('more.rows', lang, { n: formatCount(total - top, lang), all: total });
  return wrap(text, width, '').map((line) => paint(line, 'dim'));
}

/** Warnings about the input and limits that bit; nothing in an ordinary run. */
export function troubleLines(analysis: Analysis, page: Page): string[] {
  const { lang, paint, width } = page;
  const lines: string[] = [];
  for (const [title, sentences] of [
    [word('warnings.title', lang), analysis.warnings.map((warning) => printable(inRawWords(warning, lang)))],
    [word('limits.title', lang), limitSentences(analysis.limits, lang)],
  ] as const) {
    if (sentences.length === 0) continue;
    if (lines.length > 0) lines.push('');
    lines.push(sectionTitle(title, '', page));
    for (const sentence of sentences) {
      const [first, ...rest] = wrap(sentence, width - 2, '');
      lines.push(`${paint('!', 'yellow')} ${first}`, ...rest.map((line) => `  ${line}`));
    }
  }
  return lines;
}
