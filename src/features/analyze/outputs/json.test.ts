import { readFileSync } from 'node:fs';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { sampleAnalysis } from '../../../../test/fixtures/analysis.ts';
import { jsonOf } from '../../../../test/fixtures/json-of.ts';
import type { Analysis } from '../../../model/analysis.ts';
import { inWords } from '../../../model/messages/message.ts';
import { jsonChunks, writeJson } from './json.ts';
import { ANALYSIS, type RecordShape, type Shape } from './json-shape.ts';

/** Every record of the contract with its fields in order, each once. */
function records(shape: Shape = ANALYSIS, found = new Map<string, string[]>()): Map<string, string[]> {
  if (shape.is === 'record') {
    found.set(
      shape.name,
      (shape as RecordShape).fields.map(([key]) => key),
    );
    for (const [, , field] of shape.fields) records(field, found);
  } else if ('of' in shape) records(shape.of, found);
  return found;
}

describe('JSON of an analysis', () => {
  it('parses back to the analysis it was written from', () => {
    const analysis = sampleAnalysis();
    const warnings = analysis.warnings.map((warning) => inWords(warning, 'en'));
    expect(JSON.parse(jsonOf(analysis))).toEqual({ ...analysis, warnings });
  });

  it('puts one row per line in the lists of the document', () => {
    const analysis = sampleAnalysis();
    const lines = jsonOf(analysis).split('\n');
    const start = lines.indexOf('"conversations":[');
    expect(start).toBeGreaterThan(0);
    const row = lines[start + 2].replace(/,$/, '');
    expect(JSON.parse(row)).toEqual(analysis.conversations[1]);
    expect(lines.indexOf('],', start) - start - 1).toBe(analysis.conversations.length);
  });

  it('writes the same bytes whatever the order in which fields and attributes were set', () => {
    const analysis = sampleAnalysis();
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, part]) => [key, turned(part)]),
      );
    };
    expect(jsonOf(turned(analysis) as Analysis)).toBe(jsonOf(analysis));
  });

  it('writes empty lists as [] and absent values as null', () => {
    const empty: Analysis = {
      ...sampleAnalysis({ devices: 0, conversations: 0 }),
      findings: [],
      warnings: [],
    };
    const lines = jsonOf(empty);
    expect(lines).toContain('"devices":[],\n"conversations":[],');
    expect(lines).toContain('"warnings":[]\n}');
    expect(JSON.parse(lines)).toEqual(empty);
  });

  it('writes numbers JSON has no word for as null', () => {
    const analysis = sampleAnalysis({ devices: 0, conversations: 0 });
    const broken = { ...analysis, capture: { ...analysis.capture, durationSeconds: Number.NaN } };
    expect(JSON.parse(jsonOf(broken)).capture.durationSeconds).toBeNull();
  });

  it('waits for a slow reader and leaves the stream open', async () => {
    const out = new PassThrough({ highWaterMark: 1024 });
    const read = text(out);
    await writeJson(sampleAnalysis({ conversations: 2000 }), out);
    expect(out.writable).toBe(true);
    out.end();
    expect(JSON.parse(await read).conversations).toHaveLength(2000);
  });

  it('rejects with the error of the stream when the reader has left', async () => {
    const gone = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    });
    await expect(writeJson(sampleAnalysis(), gone)).rejects.toMatchObject({ code: 'EPIPE' });
  });

  it('never holds a large document: chunks stay small, and lie where the last one was', () => {
    const memory = new Set<unknown>();
    let largest = 0;
    let bytes = 0;
    for (const chunk of jsonChunks(sampleAnalysis({ conversations: 20_000 }))) {
      memory.add(chunk.buffer);
      bytes += chunk.length;
      largest = Math.max(largest, chunk.length);
    }
    expect(bytes).toBeGreaterThan(5e6);
    expect(largest).toBeLessThan(70_000);
    expect(memory.size).toBe(1);
  });
});

describe('the JSON contract', () => {
  const document = readFileSync(new URL('../../../../docs/analyze-json.md', import.meta.url), 'utf8');
  const source = readFileSync(new URL('../../../model/analysis.ts', import.meta.url), 'utf8');

  it('keeps the field order of the types in src/model/analysis.ts', () => {
    for (const [name, fields] of records()) {
      const body = new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(source)?.[1];
      if (body === undefined) continue; // anonymous in the model: DeviceName, DecodeLayer
      const declared = [...body.matchAll(/^ {2}readonly (\w+):/gm)].map((match) => match[1]);
      expect(fields, name).toEqual(declared);
    }
  });

  it('documents every field in a table under the heading of its record, and none that does not exist', () => {
    for (const [name, fields] of records()) {
      const section = new RegExp(`^### ${name}\\b.*\\n([\\s\\S]*?)(?=^##|(?![\\s\\S]))`, 'm').exec(
        document,
      )?.[1];
      expect(section, `docs/analyze-json.md has no section "### ${name}"`).toBeDefined();
      const documented = [...section!.matchAll(/^\| `(\w+)` +\|/gm)].map((match) => match[1]);
      expect(documented, name).toEqual(fields);
    }
  });

  it('shows excerpts that are JSON', () => {
    const excerpts = [...document.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => match[1]);
    expect(excerpts.length).toBeGreaterThan(0);
    for (const excerpt of excerpts) expect(() => JSON.parse(excerpt)).not.toThrow();
  });
});
