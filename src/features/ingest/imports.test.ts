/** How imports go, end and are refused: against the real embedded stores, one organisation for each test. */

import { existsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flowsOf, importFile, testedIngest } from '../../../test/fixtures/ingest.ts';
import { asItIs, inWords } from '../../model/messages/message.ts';
import type { ImportView } from './imports.ts';
import { openJournal } from './journal.ts';

const MOST_BYTES = 50e6;

const on = testedIngest({ demoMinutes: 3, needs: () => ({ maxBytes: MOST_BYTES }) });

describe('import', { timeout: 180_000 }, () => {
  it('tells its progress, which only grows', async () => {
    const org = await on.ingest.newOrg(on.imports);
    const views: ImportView[] = [];
    const off = on.imports.on('changed', (view) => view.orgId === org.id && views.push(view));
    await importFile(org, on.ingest.demo);
    off();
    expect([...new Set(views.map(({ status }) => status))]).toEqual([
      'waiting',
      'reading',
      'writing',
      'imported',
    ]);
    const progress = views.map((view) => view.progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  it('leaves nothing of what is no capture, but the reason', async () => {
    const org = await on.ingest.newOrg(on.imports);
    for (const [name, bytes] of [
      ['letter.txt', 'Dear all,'],
      ['empty.pcap', ''],
    ]) {
      const path = join(on.ingest.uploads, name);
      writeFileSync(path, bytes);
      const view = await importFile(org, path, name);
      expect(view.status).toBe('failed');
      const [english, french] = (['en', 'fr'] as const).map((language) =>
        inWords(view.error ?? asItIs(''), language),
      );
      expect(english).toMatch(new RegExp(`^${name}: offset 0: expected .*, found `));
      expect(french).toMatch(new RegExp(`^${name}\u00a0: position 0\u00a0: attendu .*, trouvé `));
      expect(english).not.toContain(on.ingest.folder);
      expect(await org.state.captures.get(view.captureId)).toMatchObject({
        status: 'failed',
        error: view.error,
      });
      // The upload was ours.
      expect(existsSync(path)).toBe(false);
    }
    expect((await org.state.devices.list()).total).toBe(0);
    expect(await flowsOf(org)).toEqual([]);
  });

  it('refuses what is missing, too large or too much before anything begins', async () => {
    const org = await on.ingest.newOrg(on.imports);
    const path = join(on.ingest.folder, 'large.pcap');
    writeFileSync(path, '');
    truncateSync(path, 50e6 + 1);
    await expect(org.own.enqueue({ path, name: 'large.pcap' })).rejects.toThrow(
      'large.pcap: expected at most 50000000 bytes, found 50000001',
    );
    await expect(org.own.enqueue({ path: join(on.ingest.folder, 'no'), name: 'no' })).rejects.toThrow(
      'no: no such file',
    );
    await expect(org.own.enqueue({ path: on.ingest.folder, name: 'f' })).rejects.toThrow(
      'f: expected a file',
    );
    const small = on.ingest.make({ maxWaiting: 0 });
    await expect(small.forOrg(org.id).enqueue({ path: on.ingest.demo, name: 'd' })).rejects.toThrow(
      'd: 0 imports wait already, and at most 0 can',
    );
    expect(await org.state.captures.list()).toEqual([]);
  });

  it('is cancelled while it waits and while it runs, and nothing stays', async () => {
    const org = await on.ingest.newOrg(on.imports);
    const first = await org.own.enqueue({ path: on.ingest.demo, name: 'one.pcap' });
    const second = await org.own.enqueue({ path: on.ingest.later, name: 'two.pcap' });
    expect(org.own.list().map(({ name }) => name)).toEqual(['one.pcap', 'two.pcap']);
    const ended = org.own.ended(second.capture.id);
    expect(await org.own.cancel(second.capture.id)).toBe(true);
    expect(await ended).toMatchObject({ status: 'cancelled' });
    const writing = new Promise<void>((resolve) => {
      const off = on.imports.on('changed', ({ status }) => {
        if (status !== 'writing') return;
        off();
        resolve();
      });
    });
    await writing;
    expect(await org.own.remove(first.capture.id)).toBe(true);
    expect(org.own.removing()).toEqual([]);
    expect(await org.state.captures.list()).toEqual([]);
    expect(await flowsOf(org)).toEqual([]);
    expect((await org.telemetry.dashboard()).packets).toBe(0);
    expect(await openJournal(on.ingest.marks).list()).toEqual([]);
    expect(await importFile(org, on.ingest.demo)).toMatchObject({ status: 'imported' });
  });

  it('marks what it stops, and takes nothing any more', async () => {
    const org = await on.ingest.newOrg(on.imports);
    const ending = on.ingest.make({ maxBytes: MOST_BYTES });
    const own = ending.forOrg(org.id);
    const { capture } = await own.enqueue({ path: on.ingest.demo, name: 'one.pcap' });
    const waits = await own.enqueue({ path: on.ingest.later, name: 'two.pcap' });
    await ending.stop(0);
    for (const { id } of [capture, waits.capture]) {
      expect(await org.state.captures.get(id)).toMatchObject({ status: 'failed' });
    }
    expect(await flowsOf(org)).toEqual([]);
    await expect(own.enqueue({ path: on.ingest.demo, name: 'x' })).rejects.toThrow('the server is ending');
  });

  it('finishes a removal that a dead process began', async () => {
    const org = await on.ingest.newOrg(on.imports);
    const view = await importFile(org, on.ingest.demo);
    await openJournal(on.ingest.marks).set({ kind: 'remove', orgId: org.id, captureId: view.captureId });
    await on.ingest.state.forOrg(org.id).captures.remove(view.captureId);
    expect(await flowsOf(org)).not.toEqual([]);
    await on.ingest.make({ maxBytes: MOST_BYTES }).recover();
    expect(await flowsOf(org)).toEqual([]);
    expect((await org.telemetry.dashboard()).packets).toBe(0);
    expect(await openJournal(on.ingest.marks).list()).toEqual([]);
  });
});
