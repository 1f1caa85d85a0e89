/** The topology and matrix pages in a real browser, over the real server with the made-up company. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as f from '../../src/wire/build/index.ts';
import { HAS_BROWSER, launch, type Visit, violations, visit } from '../fixtures/browser.ts';
import { pcapFile } from '../fixtures/pcap.ts';
import {
  getJson,
  imported,
  killAll,
  mustBeBuilt,
  type RunningServer,
  startServer,
  vigie,
} from '../fixtures/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-topology-'));
const WAIT = { timeout: 30_000 };

/** A laptop that talks to a server of the Internet, through a router that says nothing of itself. */
function outsideOnly(): Uint8Array {
  const [laptop, router] = ['00:00:5e:00:53:01', '00:00:5e:00:53:02'];
  const [own, far] = ['192.168.1.10', '198.51.100.7'];
  const segment = (from: string, to: string, fields: Parameters<typeof f.tcp>[0]) =>
    f.ipv4({ src: from, dst: to, protocol: 6, ttl: from === own ? 64 : 51 }, f.tcp(fields));
  const there = { srcPort: 40_000, dstPort: 443 };
  const back = { srcPort: 443, dstPort: 40_000 };
  return pcapFile([
    f.ethernet(router, laptop, 0x0800, segment(own, far, { ...there, flags: f.SYN, seq: 1 })),
    f.ethernet(laptop, router, 0x0800, segment(far, own, { ...back, flags: f.SYN | f.ACK, seq: 1 })),
    f.ethernet(router, laptop, 0x0800, segment(own, far, { ...there, flags: f.ACK, seq: 2 })),
  ]);
}

interface Topology {
  readonly nodes: readonly {
    readonly device: string;
    readonly peers: number;
    readonly label: { readonly name: string };
  }[];
}

describe.skipIf(!HAS_BROWSER)('the network in the console', () => {
  let server: RunningServer;
  let browser: Browser;
  let at: Visit;
  let page: Page;
  let topology: Topology;

  beforeAll(async () => {
    mustBeBuilt();
    const demo = join(folder, 'demo.pcap');
    await vigie('demo', '--out', demo, '--minutes', '2', '--quiet');
    const outside = join(folder, 'outside.pcap');
    writeFileSync(outside, outsideOnly());
    server = await startServer('--data', join(folder, 'data'), '--open', demo, '--open', outside);
    await imported(server);
    topology = await getJson(`${server.url}/api/v1/topology`);
    browser = await launch();
    at = await visit(browser, server.url, { viewport: { width: 1280, height: 800 } });
    page = at.page;
  });
  afterAll(async () => {
    await at?.close();
    await browser?.close();
    await server?.stop();
    killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (path: string) => {
    await page.goto(server.url + path);
    await page.getByRole('list', { name: 'Legend' }).or(page.getByRole('application')).first().waitFor(WAIT);
    await page.locator('[data-arranging]').waitFor({ state: 'detached', ...WAIT });
  };
  const searchOf = () => new URL(page.url()).searchParams;
  it('is drawn in each layout, in either theme, without a serious defect of accessibility', async () => {
    for (const layout of ['force', 'lanes', 'circle']) {
      await page.emulateMedia({ colorScheme: layout === 'lanes' ? 'dark' : 'light' });
      await open(`/topology?layout=${layout}`);
      await page.getByRole('list', { name: 'Legend' }).waitFor(WAIT);
      expect(await violations(page)).toEqual([]);
    }
  });

  it('says of devices that talked with no other whom they talked with', async () => {
    const { items }: { items: readonly { id: string; name: string }[] } = await getJson(
      `${server.url}/api/v1/captures`,
    );
    const idOf = (name: string) => items.find((capture) => capture.name === name)?.id;
    for (const path of ['topology', 'matrix']) {
      await page.goto(`${server.url}/${path}?capture=${idOf('outside.pcap')}`);
      await page.getByText('No device talked with another.').waitFor(WAIT);
      await page.getByText(/talked (only )?with addresses outside or with groups/).waitFor(WAIT);
      await page.getByRole('main').getByRole('link', { name: 'Flows', exact: true }).click();
      await page.getByText('198.51.100.7').first().waitFor(WAIT);
      await page.goto(`${server.url}/${path}`);
      await page.getByText(/\d+ more talked only with addresses outside/).waitFor(WAIT);
    }
  });

  it('is walked with the keyboard: a device is chosen, its peers are reached, its surroundings shown', async () => {
    const [busiest] = topology.nodes;
    await open(`/topology?open=${busiest.device}`);
    const panel = page.getByRole('complementary', { name: `Device ${busiest.label.name}` });
    await panel.waitFor(WAIT);
    expect(await panel.getByRole('heading', { name: /peers?$/ }).innerText()).toBe(`${busiest.peers} peers`);
    await page.getByRole('application').focus();
    for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown']) {
      await page.keyboard.press(key);
      if (searchOf().get('open') !== busiest.device) break;
    }
    const reached = searchOf().get('open');
    expect(reached).not.toBe(busiest.device);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Show the whole network' }).waitFor(WAIT);
    expect(searchOf().get('around')).toBe(reached);
  });

  it('is opened around a device from its page, and another is chosen by typing its name', async () => {
    const [busiest, other] = topology.nodes;
    await page.goto(`${server.url}/devices/${busiest.device}`);
    await page.getByRole('main').getByRole('link', { name: 'Topology', exact: true }).click();
    await page.getByRole('complementary', { name: `Device ${busiest.label.name}` }).waitFor(WAIT);
    expect([searchOf().get('around'), searchOf().get('open')]).toEqual([busiest.device, busiest.device]);
    await open('/topology');
    await page.getByRole('list', { name: 'Legend' }).waitFor(WAIT);
    await page.getByRole('searchbox', { name: 'Find a device' }).fill(other.label.name);
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: `Device ${other.label.name}` }).waitFor(WAIT);
  });

  it('as a list has the devices that the API has', async () => {
    await open('/topology?view=list');
    await page.getByText(`${topology.nodes.length} devices`, { exact: true }).waitFor(WAIT);
    await page.getByRole('searchbox', { name: 'Find a device' }).fill('no such name');
    await page.getByText('No device is called that.').waitFor(WAIT);
  });

  it('keeps a device where a person dragged it, until it is arranged anew', async () => {
    const moved = () => page.getByRole('application').screenshot();
    await open('/topology');
    const box = (await page.getByRole('application').boundingBox())!;
    // A single device in the middle of its surroundings is easy to find: the picture is looked at around it.
    await open(`/topology?around=${topology.nodes[0].device}&open=${topology.nodes[0].device}`);
    await page.getByRole('button', { name: 'Fly to' }).click();
    await page.waitForTimeout(600);
    const stage = (await page.getByRole('application').boundingBox())!;
    const [x, y] = [stage.x + stage.width / 2, stage.y + stage.height / 2];
    expect(box.width).toBeGreaterThan(stage.width);
    const before = await moved();
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let i = 1; i <= 8; i++) await page.mouse.move(x + 10 * i, y + 5 * i);
    await page.mouse.up();
    await page.waitForTimeout(600);
    expect((await moved()).equals(before)).toBe(false);
    const places = `new Promise((resolve, reject) => {
      const opening = indexedDB.open('vigie-topology');
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const read = opening.result.transaction('places').objectStore('places').get('default/force');
        read.onsuccess = () => resolve([...(read.result?.pinned ?? [])].filter((pin) => pin === 1).length);
      };
    })`;
    expect(await page.evaluate(places)).toBe(1);
    await page.getByRole('button', { name: /^Arrange anew/ }).click();
    await page.waitForTimeout(600);
    expect(await page.evaluate(places)).toBe(0);
  });

  it('as a matrix is walked cell by cell, and leads to the flows between the two', async () => {
    await open('/matrix?order=volume');
    await page.getByRole('application').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const said = await page.getByRole('status').filter({ hasText: '→' }).innerText();
    const names = topology.nodes.slice(0, 2).map(({ label }) => label.name);
    expect(said).toContain(`${names[0]} → ${names[1]}`);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/flows\?/, WAIT);
    const { device, peer } = Object.fromEntries(searchOf());
    expect([device, peer]).toEqual(topology.nodes.slice(0, 2).map((node) => node.device));
  });

  it('made no error and asked nobody else', () => {
    expect(at.complaints).toEqual([]);
  });
});
