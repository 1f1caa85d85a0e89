/** Captures read once more, and threads that die: against the real embedded stores. */

import { copyFileSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flowsOf, type IngestOrg, importFile, testedIngest } from '../../../test/fixtures/ingest.ts';
import { readerOf } from '../../../test/fixtures/workers.ts';
import { asItIs } from '../../model/messages/message.ts';
import { openJournal } from './journal.ts';
import type { FromReader } from './reading/messages.ts';

const on = testedIngest({ demoMinutes: 1, needs: (ingest) => ({ capturesFolder: ingest.kept }) });
const { make } = on;

async function importReady(org: IngestOrg, path: string) {
  const view = await importFile(org, path);
  expect(view).toMatchObject({ status: 'imported', error: null });
  return view.captureId;
}

async function upload(org: IngestOrg, from = on.ingest.demo) {
  const path = join(on.ingest.uploads, `${org.id}.upload`);
  copyFileSync(from, path);
  const id = await importReady(org, path);
  expect(existsSync(path)).toBe(false);
  return id;
}

async function contentsOf(org: IngestOrg, id: string) {
  const { rows } = await org.state.devices.list({ limit: 1000 });
  const { finishedAt: _, ...capture } = (await org.state.captures.get(id)) ?? expect.fail('no capture');
  return {
    capture,
    flows: await flowsOf(org),
    devices: rows.map((it) => JSON.stringify(it)).sort(),
    findings: await org.state.findings.list(),
    vlans: await org.state.vlans.list(),
    protocols: (await org.telemetry.protocols()).map((it) => JSON.stringify(it)).sort(),
    dashboard: await org.telemetry.dashboard(),
  };
}

describe('an upload', { timeout: 60_000 }, () => {
  it('is kept, is read again to the same, and goes with its capture', async () => {
    const org = await on.ingest.newOrg(on.imports);
    const id = await upload(org);
    const before = await contentsOf(org, id);
    expect(before.capture).toMatchObject({ keptBytes: statSync(on.ingest.demo).size, hasFile: true });
    expect(await org.own.reanalyse(id)).toMatchObject({ captureId: id, status: 'waiting' });
    expect(await org.own.ended(id)).toMatchObject({ status: 'imported' });
    expect(await contentsOf(org, id)).toEqual(before);
    expect(readdirSync(on.ingest.kept)).toContain(`${id}.capture`);
    expect(await org.own.remove(id)).toBe(true);
    expect(readdirSync(on.ingest.kept)).not.toContain(`${id}.capture`);
    expect((await org.telemetry.dashboard()).packets).toBe(0);
    expect(await openJournal(on.ingest.marks).list()).toEqual([]);
  });

  it('that is no capture is not kept', async () => {
    const org = await on.ingest.newOrg(on.imports);
    const path = join(on.ingest.uploads, 'letter.upload');
    writeFileSync(path, 'Dear all,');
    const { capture } = await org.own.enqueue({ path, name: 'letter.txt' });
    expect(await org.own.ended(capture.id)).toMatchObject({ status: 'failed' });
    expect(await org.state.captures.get(capture.id)).toMatchObject({ keptBytes: null, hasFile: false });
    expect(existsSync(path)).toBe(false);
    expect(existsSync(join(on.ingest.kept, `${capture.id}.capture`))).toBe(false);
  });

  it('of a process that died is swept up when no capture has it', async () => {
    const org = await on.ingest.newOrg(on.imports);
    const id = await upload(org);
    writeFileSync(join(on.ingest.kept, 'left-behind.capture'), 'x');
    writeFileSync(join(on.ingest.kept, 'not ours.txt'), 'x');
    await make().recover();
    expect(readdirSync(on.ingest.kept).sort()).toEqual([`${id}.capture`, 'not ours.txt'].sort());
  });
});

describe('a capture analysed again', { timeout: 60_000 }, () => {
  it('keeps what it has while its file is read, and when that is cancelled', async () => {
    const { own: _, ...stores } = await on.ingest.newOrg(on.imports);
    // However long it takes to look at the capture: the thread reads, and its end is not heard of.
    const reader = readerOf(on.ingest.bundles);
    const unending = make({
      startReader(task) {
        const worker = reader(task);
        const emit = worker.emit.bind(worker);
        worker.emit = (event: string, ...about: unknown[]) => {
          const isEnd = event === 'message' && (about[0] as FromReader).kind === 'read';
          return !isEnd && emit(event, ...about);
        };
        return worker;
      },
    });
    const org = { ...stores, own: unending.forOrg(stores.id) };
    const id = await upload({ ...stores, own: on.imports.forOrg(stores.id) });
    const before = await contentsOf(org, id);
    const reading = new Promise<void>((resolve) => {
      const off = unending.on('changed', ({ status }) => {
        if (status !== 'reading') return;
        off();
        resolve();
      });
    });
    await org.own.reanalyse(id);
    await expect(org.own.reanalyse(id)).rejects.toThrow('a.pcap: it is being imported');
    await reading;
    expect(await contentsOf(org, id)).toEqual(before);
    expect(await org.own.cancel(id)).toBe(true);
    expect(await contentsOf(org, id)).toEqual(before);
    expect(readdirSync(on.ingest.kept)).toContain(`${id}.capture`);
    await unending.stop();
  });

  it('says when its file is gone, or another, or was never kept', async () => {
    const org = await on.ingest.newOrg(on.imports);
    const path = join(on.ingest.folder, `${org.id}.pcap`);
    copyFileSync(on.ingest.demo, path);
    const id = await importReady(org, path);
    const before = await contentsOf(org, id);
    expect(before.capture).toMatchObject({ keptBytes: null, hasFile: true });
    copyFileSync(on.ingest.later, path);
    await expect(org.own.reanalyse(id)).rejects.toThrow(
      /^a.pcap: the file was changed since it was imported/,
    );
    const bytes = Buffer.alloc(statSync(on.ingest.demo).size);
    writeFileSync(path, bytes);
    await expect(org.own.reanalyse(id)).rejects.toThrow(/expected SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}/);
    rmSync(path);
    await expect(org.own.reanalyse(id)).rejects.toThrow('a.pcap: no such file: its file is not where it was');
    expect(await org.own.reanalyse('no-such-capture')).toBeNull();
    const live = await org.state.captures.begin({
      kind: 'live',
      name: 'eth0',
      sha256: null,
      sizeBytes: null,
    });
    await org.state.captures.fail(live.capture.id, asItIs('x'));
    await expect(org.own.reanalyse(live.capture.id)).rejects.toThrow('eth0: it was listened to');
    expect(await contentsOf(org, id)).toEqual(before);
  });

  it('is empty and can be read again when a process died while its rows were exchanged', async () => {
    const org = await on.ingest.newOrg(on.imports);
    const id = await upload(org);
    const before = await contentsOf(org, id);
    // As it lies on the disk then: the mark, and what `open` makes of what was importing.
    await openJournal(on.ingest.marks).set({ kind: 'import', orgId: org.id, captureId: id });
    await org.state.captures.restart(id);
    await org.state.captures.fail(id, asItIs('The server ended during the import.'));
    await make().recover();
    expect(await contentsOf(org, id)).toMatchObject({
      ...{ flows: [], devices: [], findings: [], vlans: [], protocols: [] },
      capture: { status: 'failed', hasFile: true },
    });
    await org.own.reanalyse(id);
    expect(await org.own.ended(id)).toMatchObject({ status: 'imported' });
    expect(await contentsOf(org, id)).toEqual(before);
  });
});

describe('a reading thread that dies', { timeout: 60_000 }, () => {
  it('fails its import with the reason, and leaves nothing but the file', async () => {
    const org = await on.ingest.newOrg(on.imports);
    // More conversations than there is memory for: the thread throws what is no fault of the file.
    const dying = make({ limits: { maxFlows: 2 ** 40 } });
    const path = join(on.ingest.uploads, 'dying.upload');
    copyFileSync(on.ingest.demo, path);
    const { capture } = await dying.forOrg(org.id).enqueue({ path, name: 'b.pcap' });
    const view = await dying.forOrg(org.id).ended(capture.id);
    expect(view).toMatchObject({
      status: 'failed',
      error: { key: 'read.ended', params: { name: 'b.pcap' } },
    });
    const after = await contentsOf(org, capture.id);
    expect(after).toMatchObject({
      flows: [],
      devices: [],
      capture: { status: 'failed', error: view?.error },
    });
    // With an engine that has room it is read again.
    await org.own.reanalyse(capture.id);
    expect(await org.own.ended(capture.id)).toMatchObject({ status: 'imported' });
    await dying.stop();
  });
});
