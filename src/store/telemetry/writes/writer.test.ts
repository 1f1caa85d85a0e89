/** The queue, the spool and the way back, against an engine and a disk that refuse when told to. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/fixtures/telemetry.ts';
import type { Engine } from '../engine.ts';
import { TelemetryError } from '../errors.ts';
import { type Batch, insertBatch } from './batch.ts';
import { openSpool, type Spool } from './spool.ts';
import { createWriter, WRITER_LIMITS, type Writer, type WriterLimits } from './writer.ts';

const batch = (number: number, body = `row ${number}\n`): Batch => ({
  org: 'acme',
  capture: 'c1',
  target: 'traffic',
  number,
  rows: 10,
  body: Buffer.from(body),
});

let folder: ReturnType<typeof temporaryFolder>;
let spool: Spool;
let writer: Writer;
let written: number[];
let refusal: Error | null;
beforeEach(async () => {
  folder = temporaryFolder();
  spool = await openSpool(folder.path);
  written = [];
  refusal = null;
});
afterEach(async () => {
  await writer?.stop(0);
  await spool.close();
  folder.remove();
});

function started(limits: Partial<WriterLimits> = {}, disk: Spool = spool): Writer {
  writer = createWriter({
    insert: async ({ number }) => {
      await new Promise((done) => setTimeout(done, 1));
      if (refusal !== null) throw refusal;
      if (written.includes(number)) return 'known';
      written.push(number);
      return 'written';
    },
    spool: disk,
    limits: { ...WRITER_LIMITS, retryMs: 5, retryMaxMs: 20, ...limits },
  });
  writer.start();
  return writer;
}

describe('the writer', () => {
  it('acknowledges in order, and again what it knows', async () => {
    started();
    const answers = await Promise.all([0, 1, 2, 1].map((number) => writer.write(batch(number))));
    expect(answers).toEqual(['written', 'written', 'written', 'known']);
    expect(written).toEqual([0, 1, 2]);
    expect(writer.counters()).toMatchObject({
      writtenRows: 30,
      queuedRows: 0,
      queuedBytes: 0,
      lastError: null,
    });
  });

  it('spools what is refused, and writes it in order when it is accepted', async () => {
    started();
    refusal = new Error('not now');
    const answers = await Promise.all([0, 1, 2].map((number) => writer.write(batch(number))));
    expect(answers).toEqual(['spooled', 'spooled', 'spooled']);
    expect(writer.counters()).toMatchObject({
      spooledRows: 30,
      spoolBatches: 3,
      writtenRows: 0,
      lastError: 'not now',
    });
    await expect(writer.exclusive(async () => {})).rejects.toThrow(/does not accept writes: not now/);
    refusal = null;
    await writer.drained();
    expect(written).toEqual([0, 1, 2]);
    expect(writer.counters()).toMatchObject({
      writtenRows: 30,
      spoolBatches: 0,
      spoolBytes: 0,
      lastError: null,
    });
    expect(await writer.write(batch(3))).toBe('written');
  });

  it('drops when the queue is full, counts it, and tells when there is room', async () => {
    const noDisk: Spool = {
      ...spool,
      count: 0,
      append: () => Promise.reject(new Error('ENOSPC: no space left')),
    };
    started({ queueBatches: 2 }, noDisk);
    refusal = new Error('not now');
    const waiting = [writer.write(batch(0)), writer.write(batch(1))];
    expect(await writer.write(batch(2))).toBe('dropped');
    let roomy = false;
    const room = writer.room(1).then(() => {
      roomy = true;
    });
    await new Promise((done) => setTimeout(done, 50));
    expect(roomy).toBe(false);
    expect(writer.counters()).toMatchObject({ queuedBatches: 2, droppedRows: 10 });
    refusal = null;
    await room;
    expect(await Promise.all(waiting)).toEqual(['written', 'written']);
  });

  it('takes a batch larger than the queue when nothing else waits', async () => {
    started({ queueBytes: 4 });
    expect(await writer.write(batch(0, 'longer than four bytes\n'))).toBe('written');
  });

  it('refuses rows that cannot be right, once, and goes on', async () => {
    started();
    refusal = new TelemetryError('refused', 'bad row');
    await expect(writer.write(batch(0))).rejects.toThrow(/rows refused: bad row/);
    refusal = null;
    expect(await writer.write(batch(1))).toBe('written');
    expect(writer.counters()).toMatchObject({ refusedRows: 10, spoolBatches: 0 });
  });

  it('does not take trouble of the engine with its own files for rows that cannot be right', async () => {
    const trouble = Object.assign(new Error('torn'), { type: 'CANNOT_READ_ALL_DATA' });
    const fails = async () => {
      throw trouble;
    };
    const healthy = {
      query: async () => [{ written: 0, deletions: 0 }] as never[],
      insert: async () => {},
    };
    const engines: Partial<Engine>[] = [
      { ...healthy, query: fails },
      { ...healthy, insert: async ({ table }) => (table === 'batches' ? fails() : undefined) },
    ];
    for (const engine of engines) {
      await expect(insertBatch(engine as Engine, batch(0))).rejects.toBe(trouble);
    }
    const refusing = { ...healthy, insert: fails } as Partial<Engine> as Engine;
    await expect(insertBatch(refusing, batch(0))).rejects.toMatchObject({ code: 'refused' });
  });

  it('writes what waits before it stops, and refuses what comes after', async () => {
    started();
    const answers = [0, 1, 2].map((number) => writer.write(batch(number)));
    await writer.stop(1000);
    expect(await Promise.all(answers)).toEqual(['written', 'written', 'written']);
    await expect(writer.write(batch(3))).rejects.toMatchObject({ code: 'closed' });
  });

  it('runs deletions after what was sent before them', async () => {
    started();
    const order: string[] = [];
    const first = writer.write(batch(0)).then(() => order.push('batch'));
    await writer.exclusive(async () => void order.push(`deletion after ${written}`));
    await first;
    expect(order).toContain('deletion after 0');
  });
});

describe('the spool', () => {
  const file = () => join(folder.path, 'batches.spool');
  async function reopened(): Promise<number[]> {
    await spool.close();
    spool = await openSpool(folder.path);
    const found: number[] = [];
    for (let first = await spool.peek(); first !== null; first = await spool.peek()) {
      expect(first).toEqual(batch(first.number));
      found.push(first.number);
      await spool.shift();
    }
    return found;
  }

  it('is found again, in order', async () => {
    for (const number of [0, 1, 2]) await spool.append(batch(number));
    expect(await reopened()).toEqual([0, 1, 2]);
    expect(readFileSync(file()).length).toBe(0);
  });

  it('cut off anywhere keeps the whole records, and takes more behind them', async () => {
    await spool.append(batch(0));
    const one = readFileSync(file()).length;
    await spool.append(batch(1));
    const whole = readFileSync(file());
    for (let length = 0; length < whole.length; length += 3) {
      writeFileSync(file(), whole.subarray(0, length));
      await spool.close();
      spool = await openSpool(folder.path);
      expect(spool.count).toBe(length < one ? 0 : 1);
      expect(spool.damagedBytes).toBe(length < one ? length : length - one);
      await spool.append(batch(7));
      expect(await reopened()).toEqual(length < one ? [7] : [0, 7]);
    }
  });

  it('passes over a damaged record and noise', async () => {
    for (const number of [0, 1, 2]) await spool.append(batch(number));
    const bytes = readFileSync(file());
    bytes[Math.floor(bytes.length / 2)] ^= 1;
    writeFileSync(file(), bytes);
    appendFileSync(file(), Buffer.alloc(200_000, 0x56));
    await spool.close();
    spool = await openSpool(folder.path);
    expect([spool.count, spool.damagedBytes]).toEqual([2, bytes.length / 3 + 200_000]);
    expect(await reopened()).toEqual([0, 2]);
  });
});
