import type { Writable } from 'node:stream';
import type { Analysis } from '../../../model/analysis.ts';
import { ANALYSIS, type Shape } from './json-shape.ts';
import { writePieces } from './write.ts';

/** JSON of `value` on one line, with the fields of `shape` in its order and maps sorted by key. */
function line(value: unknown, shape: Shape): string {
  if (value === null || value === undefined) return 'null';
  switch (shape.is) {
    case 'value':
      return JSON.stringify(value);
    case 'list':
      return `[${(value as unknown[]).map((item) => line(item, shape.of)).join(',')}]`;
    case 'map':
      return `{${Object.keys(value)
        .sort()
        .map((key) => `${JSON.stringify(key)}:${line((value as Record<string, unknown>)[key], shape.of)}`)
        .join(',')}}`;
    case 'record': {
      let text = '{';
      for (const [key, prefix, field] of shape.fields) {
        text += prefix;
        const part = (value as Record<string, unknown>)[key];
        // Most fields are whole numbers: writing them here is a third of the time of a million rows.
        text += typeof part === 'number' && Number.isFinite(part) ? part : line(part, field);
      }
      return `${text}}`;
    }
  }
}

/** The whole document in pieces: one row of every list at the top level on its own line, `\n` at the end. */
export function* jsonPieces(analysis: Analysis): Generator<string> {
  let before = '{\n';
  for (const [key, , shape] of ANALYSIS.fields) {
    yield `${before}${JSON.stringify(key)}:`;
    before = ',\n';
    const value = analysis[key as keyof Analysis];
    if (shape.is !== 'list') {
      yield line(value, shape);
      continue;
    }
    let separator = '[\n';
    for (const row of value as Iterable<unknown>) {
      yield separator + line(row, shape.of);
      separator = ',\n';
    }
    yield separator === '[\n' ? '[]' : '\n]';
  }
  yield '\n}\n';
}

/**
 * Writes the analysis as the JSON of docs/analyze-json.md. The same analysis gives the same bytes.
 * Streams: a million conversations are never one string, nor read before the stream takes them. The stream stays open;
 * rejects with its error.
 */
export function writeJson(analysis: Analysis, out: Writable): Promise<void> {
  return writePieces(out, jsonPieces(analysis));
}
