import type { Writable } from 'node:stream';
import type { Analysis } from '../../../model/analysis.ts';
import { inRawWords, type Message } from '../../../model/messages/message.ts';
import { ANALYSIS, type Shape } from './json-shape.ts';
import { Utf8Text } from './utf8-text.ts';
import { writeChunks } from './write.ts';

/** Adds JSON of `value` on one line, with the fields of `shape` in its order and maps sorted by key. */
function add(out: Utf8Text, value: unknown, shape: Shape): void {
  if (value === null || value === undefined) {
    out.add('null');
    return;
  }
  switch (shape.is) {
    case 'value':
      addValue(out, value);
      return;
    case 'sentence':
      out.addJsonString(inRawWords(value as Message, 'en'));
      return;
    case 'list': {
      let before = '[';
      for (const item of value as Iterable<unknown>) {
        out.add(before);
        before = ',';
        add(out, item, shape.of);
      }
      out.add(before === '[' ? '[]' : ']');
      return;
    }
    case 'map': {
      let before = '{';
      for (const key of Object.keys(value).sort()) {
        out.add(before);
        before = ',';
        out.addJsonString(key);
        out.add(':');
        add(out, (value as Record<string, unknown>)[key], shape.of);
      }
      out.add(before === '{' ? '{}' : '}');
      return;
    }
    case 'record': {
      out.add('{');
      for (const [key, prefix, field] of shape.fields) {
        out.addAscii(prefix);
        const part = (value as Record<string, unknown>)[key];
        // Nearly every field is a number or text: told apart here, most calls are saved.
        if (typeof part === 'number') out.addNumber(part);
        else if (typeof part === 'string') out.addJsonString(part);
        else add(out, part, field);
      }
      out.add('}');
    }
  }
}

function addValue(out: Utf8Text, value: unknown): void {
  if (typeof value === 'number') out.addNumber(value);
  else if (typeof value === 'string') out.addJsonString(value);
  else out.add(JSON.stringify(value));
}

/**
 * The whole document in chunks of UTF-8, each valid until the next is asked for: one row of every list at the top level on
 * its own line, `\n` at the end.
 */
export function* jsonChunks(analysis: Analysis): Generator<Uint8Array> {
  const out = new Utf8Text();
  let before = '{\n';
  for (const [key, , shape] of ANALYSIS.fields) {
    out.add(before);
    out.addJsonString(key);
    out.add(':');
    before = ',\n';
    const value = analysis[key as keyof Analysis];
    if (shape.is !== 'list') {
      add(out, value, shape);
      continue;
    }
    let separator = '[\n';
    for (const row of value as Iterable<unknown>) {
      out.add(separator);
      add(out, row, shape.of);
      separator = ',\n';
      if (out.isChunk) yield out.take();
    }
    out.add(separator === '[\n' ? '[]' : '\n]');
  }
  out.add('\n}\n');
  yield out.take();
}

/**
 * Writes the analysis as the JSON of docs/analyze-json.md. The same analysis gives the same bytes.
 * Streams: a million conversations are never one string, nor read before the stream takes them. The stream stays open;
 * rejects with its error.
 */
export function writeJson(analysis: Analysis, out: Writable): Promise<void> {
  return writeChunks(out, jsonChunks(analysis));
}
