import { describe, expect, it } from 'vitest';
import { conversation, trafficOf } from '../../../../test/fixtures/telemetry.ts';
import { checkEncoded, createRowEncoder } from './encoded.ts';

const textOf = (body: Uint8Array) => Buffer.from(body).toString();

describe('row encoder', () => {
  it('gives the same batches for the same rows, numbered for each kind', () => {
    const encode = () => {
      const encoder = createRowEncoder('acme', 'c1');
      const batches = [];
      for (let row = 0; row < 5; row++) {
        encoder.conversation(conversation(row));
        encoder.traffic(trafficOf(conversation(row)));
        batches.push(...encoder.take(2));
      }
      return [...batches, ...encoder.take(1)];
    };
    const batches = encode();
    expect(batches.map(({ target, number, rows }) => [target, number, rows])).toEqual([
      ['conversations', 0, 2],
      ['traffic', 0, 2],
      ['conversations', 1, 2],
      ['traffic', 1, 2],
      ['conversations', 2, 1],
      ['traffic', 2, 1],
    ]);
    expect(encode()).toEqual(batches);
    expect(textOf(batches[2].body).split('\n')).toHaveLength(3);
  });

  it('keeps text of more than a byte a character whole, however the memory grows', () => {
    const encoder = createRowEncoder('acme', 'c1');
    const names = Array.from({ length: 300 }, (_, i) => `日本-${'é'.repeat(i)}`);
    names.forEach((serverName, row) => {
      encoder.conversation(conversation(row, { serverName }));
    });
    const [batch] = encoder.take(1);
    const found = textOf(batch.body)
      .split('\n')
      .filter((line) => line !== '');
    expect(found.map((line) => line.split('\t')[7])).toEqual(names);
    expect(batch.body.byteLength).toBeLessThanOrEqual(batch.body.buffer.byteLength);
  });

  it('refuses what is not of the organisation', () => {
    const encoder = createRowEncoder('acme', 'c1');
    encoder.conversation(conversation(0));
    const [batch] = encoder.take(1);
    expect(checkEncoded('acme', batch)).toBe(batch);
    expect(() => checkEncoded('other', batch)).toThrow('expected one of organisation other, found acme');
    expect(() => checkEncoded('other', { ...batch, org: 'other' })).toThrow('expected rows of other');
    const both = Buffer.concat([batch.body, Buffer.from('other\tc1\n')]);
    expect(() => checkEncoded('acme', { ...batch, body: both })).toThrow('expected rows of acme');
    expect(() => checkEncoded('acme', { ...batch, rows: 0 })).toThrow('found 0');
    expect(() => createRowEncoder('a b', 'c1')).toThrow(/organisation id/);
  });

  it('holds a batch to what the store takes', () => {
    const encoder = createRowEncoder('acme', 'c1');
    const row = trafficOf(conversation(0));
    for (let i = 0; i < 100_000; i++) encoder.traffic(row);
    expect(() => encoder.traffic(row)).toThrow('expected at most 100000 rows');
  });
});
