/** `vigie server` as a whole: the built command, real stores, real captures, over HTTP. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Conversation, Device } from '../../src/model/analysis.ts';
import { CORPUS, HAS_CORPUS } from '../corpus/payloads.ts';
import type { AnalysisJson } from '../fixtures/listed.ts';
import {
  allPages,
  ask,
  getJson,
  killAll,
  mustBeBuilt,
  type RunningServer,
  startServer,
  vigie,
} from '../fixtures/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-server-'));
const data = join(folder, 'data');
const demo = join(folder, 'demo.pcap');
/** A second capture, for uploads: other minutes, other seed. */
const other = join(folder, 'other.pcap');
/** Devices on VLANs, tunnels, and more rows than a page has. */
const REAL = HAS_CORPUS
  ? [join(CORPUS, 'pcap/arkime__arkime_synthetic.pcap'), join(CORPUS, 'pcap/ndpi__synscan.pcap')]
  : [];
let server: RunningServer;

beforeAll(async () => {
  mustBeBuilt();
  await vigie('demo', '--out', demo, '--minutes', '2', '--quiet');
  await vigie('demo', '--out', other, '--minutes', '1', '--seed', '7', '--quiet');
  server = await startServer('--data', data, '--log-level', 'debug', '--open', demo, ...REAL);
});
afterAll(() => {
  killAll();
  rmSync(folder, { recursive: true, force: true });
});

const api = <Answer = never>(path: string): Promise<Answer> => getJson(`${server.url}/api/v1${path}`);
const analyze = async (file: string) =>
  JSON.parse((await vigie('analyze', '--json', file)).out) as AnalysisJson;
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

interface ApiDevice
  extends Pick<Device, 'id' | 'type' | 'vendor' | 'macs' | 'bytesSent' | 'packetsReceived'> {}

/** The same numbers, walked through the API page by page and read from `analyze --json`. */
async function expectSameAsAnalyze(captureId: string, file: string) {
  const expected = await analyze(file);
  const devices: ApiDevice[] = await allPages(
    `${server.url}/api/v1/devices?capture=${captureId}&sort=mac`,
    7,
  );
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  const core = ({ id, macs }: Pick<Device, 'id' | 'macs'>) => ({ id, macs });
  expect(devices.map(core).sort(byId)).toEqual(expected.devices.map(core).sort(byId));
  const flows: (Conversation & { capture: string; row: number })[] = await allPages(
    `${server.url}/api/v1/flows?capture=${captureId}&sort=bytes`,
    600,
  );
  const conversations = flows
    .toSorted((a, b) => a.row - b.row)
    .map(({ src, dst, packets, bytes, packetsBack, bytesBack, firstSeen, lastSeen, appProtocol }) => ({
      ...{ src, dst, packets, bytes, packetsBack, bytesBack, firstSeen, lastSeen, appProtocol },
    }));
  expect(conversations).toEqual(
    expected.conversations.map(
      ({ src, dst, packets, bytes, packetsBack, bytesBack, firstSeen, lastSeen, appProtocol }) => ({
        ...{ src, dst, packets, bytes, packetsBack, bytesBack, firstSeen, lastSeen, appProtocol },
      }),
    ),
  );
  const capture: Record<string, unknown> = await api(`/captures/${captureId}`);
  expect(capture).toMatchObject({
    status: 'ready',
    packets: expected.capture.packets,
    wireBytes: expected.capture.wireBytes,
    warnings: expected.warnings,
  });
  const board: { bytes: number; flows: number; findings: unknown[] } = await api(
    `/stats/dashboard?capture=${captureId}`,
  );
  expect(board.flows).toBe(expected.conversations.length);
  expect(board.bytes).toBe(sum(expected.conversations.map((it) => it.bytes + it.bytesBack)));
  expect(board.findings).toHaveLength(expected.findings.length);
  return expected;
}

const captureOf = async (name: string): Promise<{ id: string; status: string }> => {
  const { items }: { items: { id: string; name: string; status: string }[] } = await api('/captures');
  return items.find((it) => it.name === name) ?? expect.fail(`no capture ${name}`);
};

describe('vigie server', () => {
  it('imports what it is given, says so, and has the numbers of analyze', async () => {
    for (const file of [demo, ...REAL]) {
      const name = file.split('/').at(-1) ?? '';
      const line = await server.said(new RegExp(`^${name}: .*$`, 'm'));
      const { id } = await captureOf(name);
      const { devices, conversations } = await expectSameAsAnalyze(id, file);
      expect(line.replaceAll(',', '')).toBe(
        `${name}: ${devices.length} devices ${conversations.length} conversations: ${server.url}/?capture=${id}`,
      );
    }
  });

  it('tells how it is', async () => {
    const status: Record<string, never> = await api('/status');
    expect(status).toMatchObject({
      version: '0.1.0',
      stores: { state: { engine: 'embedded' }, telemetry: { droppedRows: 0, lastError: null } },
      imports: [],
      limits: { uploadBytes: 64 * 2 ** 30, pageRows: 1000 },
    });
    expect(await getJson(`${server.url}/readyz`)).toEqual({ status: 'ready' });
    const metrics = await (await ask(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^vigie_telemetry_written_rows_total [1-9]\d*$/m);
  });

  it('serves the console under every path of its own, and lets nothing else in', async () => {
    const index = readFileSync(new URL('../../dist/web/index.html', import.meta.url), 'utf8');
    const unpacked = await ask(server.url, { headers: { 'accept-encoding': 'identity' } });
    expect([unpacked.status, await unpacked.text()]).toEqual([
      200,
      expect.stringContaining('<div id="root">'),
    ]);
    for (const path of ['/', '/devices', '/devices/mac-1', '/topology?vlan=10']) {
      const page = await ask(server.url + path);
      expect(page.status, path).toBe(200);
      expect(await page.text()).toBe(index);
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/default-src 'none'.*script-src 'self';.*frame-ancestors 'none'/);
      expect(policy).not.toMatch(/unsafe|\*|http/);
      expect(page.headers.get('cache-control')).toBe('no-cache');
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    }
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(index)?.[1] ?? '';
    const packed = await ask(server.url + script, { headers: { 'accept-encoding': 'br' } });
    expect(packed.headers.get('content-encoding')).toBe('br');
    expect(packed.headers.get('content-type')).toMatch(/javascript/);
    expect(packed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    for (const path of ['/assets/none.js', '/..%2f..%2fpackage.json', '/%2e%2e/vigie.mjs', '/.env.js']) {
      const nothing = await ask(server.url + path);
      expect([400, 403, 404], path).toContain(nothing.status);
      expect(await nothing.text()).not.toContain('"dependencies"');
    }
  });

  it('describes its API to programs and to people', async () => {
    const document: { openapi: string; paths: object } = await api('/openapi.json');
    expect(document.openapi).toBe('3.1.0');
    const page = await ask(`${server.url}/api/v1/docs`);
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self'/);
    const html = await page.text();
    expect(html).not.toMatch(/<script|style=|https?:\/\//);
    for (const path of Object.keys(document.paths)) expect(html).toContain(`<code>${path}</code>`);
    expect((await ask(`${server.url}/api/v1/docs/style.css`)).headers.get('content-type')).toMatch(
      /^text\/css/,
    );
  });

  it('takes an upload, and tells those who follow live', async () => {
    const heard: { kind: string; nouns?: string[]; import?: { status: string } }[] = [];
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/ws/live`, {
      headers: { cookie: server.cookie },
    });
    socket.on('message', (text) => heard.push(JSON.parse(String(text))));
    await until(() => heard.length > 0);
    expect(heard[0]).toMatchObject({ kind: 'hello', version: '0.1.0', imports: [], listening: [] });
    const response = await ask(`${server.url}/api/v1/captures?name=other.pcap`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: readFileSync(other),
    });
    expect(response.status).toBe(202);
    const { capture } = (await response.json()) as { capture: { id: string } };
    // What earlier imports changed may be told now too: only what comes after this one has ended is its own.
    const ended = () => heard.findIndex((it) => it.kind === 'import' && it.import?.status === 'imported');
    await until(() => ended() >= 0);
    await until(() =>
      heard.slice(ended()).some((it) => it.kind === 'changed' && it.nouns?.includes('devices')),
    );
    const steps = heard.flatMap((it) => (it.kind === 'import' ? [it.import?.status] : []));
    expect(steps[0]).toBe('waiting');
    expect(steps.at(-1)).toBe('imported');
    await expectSameAsAnalyze(capture.id, other);
    expect(readdirSync(join(data, 'uploads'))).toEqual([]);
    socket.close();
  });

  it('lets no page of another site follow live', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/ws/live`, {
      origin: 'http://evil.example',
    });
    const refused = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('error', () => {});
      socket.on('open', () => resolve('open'));
    });
    expect(refused).toBe(403);
  });

  it('is alone on its folder and on its port', async () => {
    const second = await vigie('server', '--port', '0', '--data', data);
    expect(second.code).toBe(1);
    expect(second.out).toBe('');
    expect(linesOf(second.err)).toEqual([
      expect.stringMatching(
        new RegExp(`^vigie: .*another Vigie server.*\\(process ${server.pid}\\).*--data`),
      ),
    ]);
    const { port } = new URL(server.url);
    const third = await vigie('server', '--port', port, '--data', join(folder, 'elsewhere'));
    expect(third.code).toBe(1);
    expect(linesOf(third.err)).toEqual([
      `vigie: port ${port} of 127.0.0.1 is taken: another server uses it; choose another with --port`,
    ]);
  });

  it('ends at SIGTERM, keeps everything, and has it again', async () => {
    const before = { devices: await api('/devices?limit=1000&sort=mac'), captures: await api('/captures') };
    const ended = await server.stop('SIGTERM');
    expect(ended.code, ended.err).toBe(0);
    expect(ended.tookMs).toBeLessThan(10_000);
    server = await startServer('--data', data, '--quiet', other);
    expect({ devices: await api('/devices?limit=1000&sort=mac'), captures: await api('/captures') }).toEqual(
      before,
    );
  });

  it('killed in the middle of an import has all that was acknowledged, once, and nothing of the rest', async () => {
    const { total: before }: { total: number } = await api('/flows?limit=1');
    const large = join(folder, 'large.pcap');
    writeFileSync(large, manyConversations(150_000));
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/ws/live`, {
      headers: { cookie: server.cookie },
    });
    const reached = new Promise<void>((resolve) => {
      socket.on('message', (text) => {
        const event: { kind: string; import?: { status: string } } = JSON.parse(String(text));
        if (event.kind === 'import' && event.import?.status === 'writing') resolve();
      });
    });
    await new Promise((resolve) => socket.on('open', resolve));
    const response = await ask(`${server.url}/api/v1/captures?name=large.pcap`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: readFileSync(large),
    });
    const { capture } = (await response.json()) as { capture: { id: string } };
    socket.on('error', () => {});
    await reached;
    await server.stop('SIGKILL');
    server = await startServer('--data', data, '--quiet');
    const after: { status: string; error: string } = await api(`/captures/${capture.id}`);
    expect(after).toMatchObject({
      status: 'interrupted',
      error: expect.stringContaining('none of it was kept'),
    });
    expect((await api<{ total: number }>(`/flows?capture=${capture.id}&limit=1`)).total).toBe(0);
    expect((await api<{ total: number }>('/flows?limit=1')).total).toBe(before);
    expect(readdirSync(join(data, 'uploads'))).toEqual([]);
    // And asked to end in the middle of it.
    const again = await ask(`${server.url}/api/v1/captures?name=large.pcap`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: readFileSync(large),
    });
    expect(again.status).toBe(202);
    const ended = await server.stop('SIGINT');
    expect(ended.code, ended.err).toBe(0);
    expect(ended.tookMs).toBeLessThan(10_000);
  });

  it.skipIf(process.getuid?.() !== 0)('listens from the start, shows it live, and keeps it', async () => {
    server = await startServer('--data', data, '--capture', 'lo');
    await server.said(/^listening on lo$/m);
    const heard: { kind: string; packets?: number; listening?: object[] }[] = [];
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/ws/live`, {
      headers: { cookie: server.cookie },
    });
    socket.on('message', (text) => heard.push(JSON.parse(String(text))));
    await until(() => heard.some((it) => it.kind === 'traffic' && (it.packets ?? 0) > 0));
    expect(heard[0]).toMatchObject({ kind: 'hello', listening: [{ interface: 'lo', state: 'up' }] });
    const { items }: { items: { name: string; listening: { captureId: string } | null }[] } =
      await api('/interfaces');
    const captureId = items.find(({ name }) => name === 'lo')?.listening?.captureId;
    const stopped = await ask(`${server.url}/api/v1/interfaces/lo/listen`, { method: 'DELETE' });
    expect(stopped.status).toBe(204);
    const kept: { packets: number } = await api(`/captures/${captureId}`);
    expect(kept).toMatchObject({ kind: 'live', status: 'ready' });
    expect(kept.packets).toBeGreaterThan(0);
    expect((await api<{ total: number }>(`/flows?capture=${captureId}&limit=1`)).total).toBeGreaterThan(0);
    socket.close();
    expect((await server.stop('SIGTERM')).code).toBe(0);
  });
});

describe('vigie server that cannot start', () => {
  it('says which certificate cannot be read, and where none can listen', async () => {
    const folderOf = ['--data', join(folder, 'refused')];
    const named = await vigie('server', ...folderOf, '--listen', 'vigie.example');
    expect([named.code, linesOf(named.err)]).toEqual([
      64,
      [expect.stringMatching(/^vigie: --listen takes an address of this host.*"vigie\.example"/)],
    ]);
    const missing = join(folder, 'missing.pem');
    const run = await vigie(
      'server',
      '--port',
      '0',
      ...folderOf,
      '--tls-cert',
      missing,
      '--tls-key',
      missing,
    );
    expect([run.code, linesOf(run.err)]).toEqual([
      1,
      [`vigie: --tls-cert ${missing}: cannot be read (ENOENT); expected a PEM file`],
    ]);
  });

  it('names a folder that cannot be', async () => {
    const run = await vigie('server', '--port', '0', '--data', join(demo, 'data'));
    expect(run.code).toBe(1);
    expect(linesOf(run.err)).toEqual([
      expect.stringMatching(/^vigie: .*cannot be written \(ENOTDIR\).*--data$/),
    ]);
  });
});

/** Without the log. */
const linesOf = (text: string): string[] =>
  text.split('\n').filter((line) => line !== '' && !line.startsWith('{'));

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 1500) throw new Error('it never happened');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** UDP, one packet each: as many conversations. */
function manyConversations(count: number): Uint8Array {
  const frame = Buffer.from(
    '00005e00530200005e005301080045000020000040004011000000000000c0000202000000000000000000000000',
    'hex',
  );
  const record = Buffer.alloc(16 + frame.length);
  frame.copy(record, 16);
  record.writeUInt32LE(frame.length, 8);
  record.writeUInt32LE(frame.length, 12);
  const file = Buffer.alloc(24 + count * record.length);
  Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex').copy(file);
  for (let i = 0; i < count; i++) {
    record.writeUInt32LE(1_767_225_600 + (i >> 12), 0);
    record.writeUInt32LE(i & 4095, 4);
    record.writeUInt32BE(0xc633_6400 + (i & 255), 16 + 26);
    record.writeUInt16BE(1024 + (i >> 8), 16 + 34);
    record.writeUInt16BE(9999, 16 + 36);
    record.writeUInt16BE(12, 16 + 38);
    record.copy(file, 24 + i * record.length);
  }
  return file;
}
