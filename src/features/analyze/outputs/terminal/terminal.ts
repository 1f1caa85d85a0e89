import type { Writable } from 'node:stream';
import type { Analysis } from '../../../../model/analysis.ts';
import type { Lang } from '../text/lang.ts';
import { textChunks } from '../utf8-text.ts';
import { writeChunks } from '../write.ts';
import { captureLines, findingLines, troubleLines } from './facts.ts';
import { conversationLines, deviceLines, protocolLines, vlanLines } from './lists.ts';
import { type Paint, paintWith } from './style.ts';

export interface TerminalOptions {
  /** Columns of the terminal; kept between 60 and 200. */
  readonly width: number;
  readonly colors: boolean;
  readonly lang: Lang;
  /** Rows of each list. */
  readonly top: number;
}

/** What every section is drawn with. */
export interface Page extends TerminalOptions {
  readonly paint: Paint;
}

/** Text of the summary, one line per entry; no line is wider than the terminal, none holds packet escapes. */
export function* terminalLines(analysis: Analysis, options: TerminalOptions): Generator<string> {
  const width = Math.min(200, Math.max(60, Math.floor(options.width)));
  const page: Page = { ...options, width, paint: paintWith(options.colors) };
  const sections = [
    captureLines,
    findingLines,
    deviceLines,
    conversationLines,
    protocolLines,
    vlanLines,
    troubleLines,
  ];
  let first = true;
  for (const section of sections) {
    const lines = section(analysis, page);
    if (lines.length === 0) continue;
    if (!first) yield '';
    first = false;
    yield* lines;
  }
}

function* linesWithEnds(analysis: Analysis, options: TerminalOptions): Generator<string> {
  for (const line of terminalLines(analysis, options)) yield `${line}\n`;
}

/** Writes the summary to a terminal or file. The stream stays open; rejects with its error. */
export function writeTerminal(analysis: Analysis, options: TerminalOptions, out: Writable): Promise<void> {
  return writeChunks(out, textChunks(linesWithEnds(analysis, options)));
}

/**
 * Whether to colour: a terminal that is not `dumb`, and NO_COLOR unset or empty (https://no-color.org).
 */
export function wantsColors(
  isTerminal: boolean,
  env: { readonly NO_COLOR?: string | undefined; readonly TERM?: string | undefined },
): boolean {
  return isTerminal && !env.NO_COLOR && env.TERM !== 'dumb';
}
