/** Captures as the server uses them, on both databases. */

import { expect, it } from 'vitest';
import {
  contents,
  device,
  file,
  importInto,
  NEW_YEAR,
  onEachBackend,
} from '../../../../test/fixtures/state-store.ts';
import { asItIs } from '../../../model/messages/message.ts';
import type { OrgStore } from '../open.ts';

onEachBackend('captures', (opened) => {
  let org: OrgStore;

  it('keep what the analysis says', async () => {
    org = await opened.freshOrg();
    const done = await importInto(org, 1, contents([device(1)], { warnings: [asItIs('cut at byte 24')] }));
    expect(await org.captures.get(done.id)).toEqual(done);
    expect(done).toMatchObject({
      name: 'capture-1.pcap',
      status: 'ready',
      progress: 1,
      packets: 3,
      bytes: 300,
      wireBytes: 301,
      firstSeen: NEW_YEAR,
      lastSeen: NEW_YEAR + 1_000_000,
      linkTypes: ['ethernet'],
      decode: { ok: 3, truncated: 0, malformed: 0, unsupported: 0 },
      warnings: [asItIs('cut at byte 24')],
      error: null,
    });
    expect(done.finishedAt).toBeGreaterThan(done.createdAt);
  });

  it('say that a file is there already, and change nothing', async () => {
    org = await opened.freshOrg();
    const first = await importInto(org, 1, contents([device(1)]));
    expect(await org.captures.begin({ ...file(1), name: 'copy.pcap' })).toEqual({
      outcome: 'already',
      capture: first,
    });
    expect(await org.captures.list()).toEqual([first]);
  });

  it('keep one of two imports of a file side by side', async () => {
    org = await opened.freshOrg();
    const one = await org.captures.begin(file(1));
    const two = await org.captures.begin(file(1));
    const outcomes = await Promise.all([
      org.captures.finish(one.capture.id, contents([device(1)])),
      org.captures.finish(two.capture.id, contents([device(1)])),
    ]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['already', 'ready']);
    expect(await org.captures.list()).toHaveLength(1);
    expect((await org.devices.get('mac-00005e005301'))?.packetsSent).toBe(1);
  });

  it('are ready after what goes on beside them, and taken back whole when that fails', async () => {
    org = await opened.freshOrg();
    await importInto(org, 1, contents([device(1), device(2)]));
    const before = await org.devices.list();
    const { capture } = await org.captures.begin(file(2));
    let fail: (error: Error) => void = () => {};
    const beside = new Promise((_, reject) => {
      fail = reject;
    });
    const said = contents([device(2), device(3)], {
      findings: [{ kind: 'port-scan', severity: 'low', message: 'scanned', evidence: [], params: {} }],
      vlans: [{ vlan: 7, outerVlan: null, packets: 1, bytes: 60, devices: 1 }],
    });
    const finished = org.captures.finish(capture.id, said, beside);
    await expect.poll(async () => (await org.devices.list()).total).toBe(3);
    expect(await org.captures.get(capture.id)).toMatchObject({ status: 'importing' });
    fail(new Error('no space left'));
    await expect(finished).rejects.toThrow('no space left');
    expect(await org.devices.list()).toEqual(before);
    expect([await org.findings.list(), await org.vlans.list()]).toEqual([[], []]);
    await org.captures.fail(capture.id, asItIs('no space left'));
    await importInto(org, 2, said);
    expect((await org.devices.list()).total).toBe(3);
  });

  it('show progress while importing only', async () => {
    org = await opened.freshOrg();
    const { capture } = await org.captures.begin(file(1));
    await org.captures.progress(capture.id, 0.5, 42);
    expect(await org.captures.get(capture.id)).toMatchObject({ progress: 0.5, packets: 42 });
    await org.captures.fail(capture.id, asItIs('capture-1.pcap: byte 24: expected a packet, found nothing'));
    await org.captures.progress(capture.id, 0.7, 43);
    expect(await org.captures.get(capture.id)).toMatchObject({ progress: 0.5, status: 'failed' });
  });

  it('let a file be imported again after it failed', async () => {
    org = await opened.freshOrg();
    const { capture } = await org.captures.begin(file(1));
    await org.captures.fail(capture.id, asItIs('no space left'));
    expect(await org.captures.begin(file(1))).toMatchObject({ outcome: 'started' });
  });

  it('refuse what does not exist or is over, by name', async () => {
    org = await opened.freshOrg();
    const done = await importInto(org, 1, contents([]));
    await expect(org.captures.finish('nothing', contents([]))).rejects.toThrow('capture "nothing"');
    await expect(org.captures.update(done.id, contents([]))).rejects.toThrow('it is ready');
    await expect(org.captures.begin({ ...file(2), sha256: 'xyz' })).rejects.toThrow('SHA-256');
    expect(await org.captures.remove('nothing')).toBe(false);
    await expect(opened.store.forOrg('nobody').captures.begin(file(1))).rejects.toThrow(
      'organisation "nobody"',
    );
  });

  it('replace what a live capture said with what it says now', async () => {
    org = await opened.freshOrg();
    const wanted = { name: 'eth0', kind: 'live', sha256: null, sizeBytes: null } as const;
    const { capture } = await org.captures.begin(wanted);
    await org.captures.update(capture.id, contents([device(1), device(2)]));
    const more = contents([device(1, { packetsSent: 9 })]);
    expect(await org.captures.update(capture.id, more)).toMatchObject({ status: 'importing' });
    expect((await org.devices.list()).rows).toMatchObject([{ id: 'mac-00005e005301', packetsSent: 9 }]);
  });

  it('take what packets may hold that PostgreSQL does not', async () => {
    org = await opened.freshOrg();
    const hostile = 'a\u0000b\ud800c\\u0000 \'";--';
    const named = device(1, { names: [{ value: hostile, source: 'dhcp option 12' }], vendor: hostile });
    const { capture } = await org.captures.begin({ ...file(1), name: hostile });
    await org.captures.finish(capture.id, contents([named], { warnings: [asItIs(hostile)] }));
    const kept = 'a\ufffdb\ufffdc\\u0000 \'";--';
    expect(await org.captures.list()).toMatchObject([{ name: kept, warnings: [asItIs(kept)] }]);
    const { rows } = await org.devices.list({ filter: { text: hostile } });
    expect(rows).toMatchObject([{ name: kept, vendor: kept }]);
    expect(await org.devices.get(hostile)).toBeNull();
  });
});
