/** Captures read once more, and threads that die: against the real embedded stores. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundles, bundleScripts, readerOf } from '../../../test/fixtures/workers.ts';
import { open as openState, type StateStore } from '../../store/state/open.ts';
import { open as openTelemetry, type Telemetry } from '../../store/telemetry/store.ts';
import { DEMO_SEED, DEMO_START } from '../demo/defaults.ts';
import { demoFrames } from '../demo/demo-network.ts';
import { writePcap } from '../demo/write-pcap.ts';
import { createImports, type Imports, type ImportsNeeds } from './imports.ts';
import { openJournal } from './journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-reanalyse-'));
const uploads = join(folder, 'uploads');
const kept = join(folder, 'captures');
const marks = join(folder, 'imports');
const demo = join(folder, 'demo.pcap');
const other = join(folder, 'other.pcap');
let bundles: Bundles;
let state: StateStore;
let telemetry: Telemetry;
let imports: Imports;
let orgs = 0;

const make = (changes: Partial<ImportsNeeds> = {}) =>
  createImports({
    ...{ state, telemetry, startReader: readerOf(bundles), clock: () => DEMO_START },
    ...{ journalFolder: marks, uploadsFolder: uploads, capturesFolder: kept },
    ...changes,
  });

beforeAll(async () => {
  mkdirSync(uploads);
  bundles = await bundleScripts('src/bin/import-worker.ts');
  await writePcap(demo, demoFrames({ seed: DEMO_SEED, start: DEMO_START, minutes: 1 }));
  await writePcap(other, demoFrames({ seed: 7, start: DEMO_START, minutes: 1 }));
  state = await openState({ dataFolder: folder });
  telemetry = await openTelemetry({ dataFolder: folder });
  imports = make();
}, 60_000);
afterAll(async () => {
  await imports.stop();
  await telemetry.close();
  await state.close();
  bundles.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function newOrg() {
  const id = `org-${++orgs}`;
  await state.organisations.ensure(id, id);
  return { id, own: imports.forOrg(id), state: state.forOrg(id), telemetry: telemetry.forOrg(id) };
}
type Org = Awaited<ReturnType<typeof newOrg>>;

async function importFile(org: Org, path: string) {
  const { capture } = await org.own.enqueue({ path, name: 'a.pcap' });
  expect(await org.own.ended(capture.id)).toMatchObject({ status: 'imported', error: null });
  return capture.id;
}

async function upload(org: Org, from = demo) {
  const path = join(uploads, `${org.id}.upload`);
  copyFileSync(from, path);
  const id = await importFile(org, path);
  expect(existsSync(path)).toBe(false);
  return id;
}

async function everything(org: Org, id: string) {
  const flows = [];
  for await (const flow of org.telemetry.exportFlows()) flows.push(flow);
  const { rows } = await org.state.devices.list({ limit: 1000 });
  const { finishedAt: _, ...capture } = (await org.state.captures.get(id)) ?? expect.fail('no capture');
  return {
    capture,
    flows: flows.sort((a, b) => a.row - b.row),
    devices: rows.map((it) => JSON.stringify(it)).sort(),
    findings: await org.state.findings.list(),
    vlans: await org.state.vlans.list(),
    protocols: (await org.telemetry.protocols()).map((it) => JSON.stringify(it)).sort(),
    dashboard: await org.telemetry.dashboard(),
  };
}

describe('an upload', { timeout: 60_000 }, () => {
  it('is kept, is read again to the same, and goes with its capture', async () => {
    const org = await newOrg();
    const id = await upload(org);
    const before = await everything(org, id);
    expect(before.capture).toMatchObject({ keptBytes: statSync(demo).size, hasFile: true });
    expect(await org.own.reanalyse(id)).toMatchObject({ captureId: id, status: 'waiting' });
    expect(await org.own.ended(id)).toMatchObject({ status: 'imported' });
    expect(await everything(org, id)).toEqual(before);
    expect(readdirSync(kept)).toContain(`${id}.capture`);
    expect(await org.own.remove(id)).toBe(true);
    expect(readdirSync(kept)).not.toContain(`${id}.capture`);
    expect((await org.telemetry.dashboard()).packets).toBe(0);
    expect(await openJournal(marks).list()).toEqual([]);
  });

  it('that is no capture is not kept', async () => {
    const org = await newOrg();
    const path = join(uploads, 'letter.upload');
    writeFileSync(path, 'Dear all,');
    const { capture } = await org.own.enqueue({ path, name: 'letter.txt' });
    expect(await org.own.ended(capture.id)).toMatchObject({ status: 'failed' });
    expect(await org.state.captures.get(capture.id)).toMatchObject({ keptBytes: null, hasFile: false });
    expect(existsSync(path)).toBe(false);
    expect(existsSync(join(kept, `${capture.id}.capture`))).toBe(false);
  });

  it('of a process that died is swept up when no capture has it', async () => {
    const org = await newOrg();
    const id = await upload(org);
    writeFileSync(join(kept, 'left-behind.capture'), 'x');
    writeFileSync(join(kept, 'not ours.txt'), 'x');
    await make().recover();
    expect(readdirSync(kept).sort()).toEqual([`${id}.capture`, 'not ours.txt'].sort());
  });
});

describe('a capture analysed again', { timeout: 60_000 }, () => {
  it('keeps what it has while its file is read, and when that is cancelled', async () => {
    const org = await newOrg();
    const id = await upload(org);
    const before = await everything(org, id);
    const reading = new Promise<void>((resolve) => {
      const off = imports.on('changed', ({ status }) => {
        if (status !== 'reading') return;
        off();
        resolve();
      });
    });
    await org.own.reanalyse(id);
    await expect(org.own.reanalyse(id)).rejects.toThrow('a.pcap: it is being imported');
    await reading;
    expect(await everything(org, id)).toEqual(before);
    expect(await org.own.cancel(id)).toBe(true);
    expect(await everything(org, id)).toEqual(before);
    expect(readdirSync(kept)).toContain(`${id}.capture`);
  });

  it('says when its file is gone, or another, or was never kept', async () => {
    const org = await newOrg();
    const path = join(folder, `${org.id}.pcap`);
    copyFileSync(demo, path);
    const id = await importFile(org, path);
    const before = await everything(org, id);
    expect(before.capture).toMatchObject({ keptBytes: null, hasFile: true });
    copyFileSync(other, path);
    await expect(org.own.reanalyse(id)).rejects.toThrow(
      /^a.pcap: the file was changed since it was imported/,
    );
    const bytes = Buffer.alloc(statSync(demo).size);
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
    await org.state.captures.fail(live.capture.id, 'x');
    await expect(org.own.reanalyse(live.capture.id)).rejects.toThrow('eth0: it was listened to');
    expect(await everything(org, id)).toEqual(before);
  });

  it('is empty and can be read again when a process died while its rows were exchanged', async () => {
    const org = await newOrg();
    const id = await upload(org);
    const before = await everything(org, id);
    // As it lies on the disk then: the mark, and what `open` makes of what was importing.
    await openJournal(marks).set({ kind: 'import', orgId: org.id, captureId: id });
    await org.state.captures.restart(id);
    await org.state.captures.fail(id, 'The server ended during the import.');
    await make().recover();
    expect(await everything(org, id)).toMatchObject({
      ...{ flows: [], devices: [], findings: [], vlans: [], protocols: [] },
      capture: { status: 'failed', hasFile: true },
    });
    await org.own.reanalyse(id);
    expect(await org.own.ended(id)).toMatchObject({ status: 'imported' });
    expect(await everything(org, id)).toEqual(before);
  });
});

describe('a reading thread that dies', { timeout: 60_000 }, () => {
  it('fails its import with the reason, and leaves nothing but the file', async () => {
    const org = await newOrg();
    // More conversations than there is memory for: the thread throws what is no fault of the file.
    const dying = make({ limits: { maxFlows: 2 ** 40 } });
    const path = join(uploads, 'dying.upload');
    copyFileSync(demo, path);
    const { capture } = await dying.forOrg(org.id).enqueue({ path, name: 'b.pcap' });
    const view = await dying.forOrg(org.id).ended(capture.id);
    expect(view).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/^b.pcap: reading ended: .+/),
    });
    const after = await everything(org, capture.id);
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
