/** What changes something, and what is refused, over HTTP with the real stores and imports. */
import { readdirSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiUnderTest, MAX_UPLOAD_BYTES, startApi } from '../../test/fixtures/api.ts';
import { pcapFile } from '../../test/fixtures/pcap.ts';
import * as f from '../wire/build/index.ts';

const A = '00:00:5e:00:53:01';
const B = '00:00:5e:00:53:02';
const OCTETS = 'application/octet-stream';
/** A capture whose bytes are unlike those of any other number. */
function capture(number: number): Uint8Array {
  const ip = f.ipv4({ src: '192.0.2.1', dst: '192.0.2.2', protocol: 17 }, f.udp(40000, 9999, `n${number}`));
  return pcapFile([f.ethernet(B, A, 0x0800, ip)]);
}

let on: ApiUnderTest;
let port: number;
beforeAll(async () => {
  on = await startApi();
  await on.api.listen({ port: 0, host: '127.0.0.1' });
  port = (on.api.server.address() as AddressInfo).port;
});
afterAll(async () => {
  expect(on.log.errors()).toEqual([]);
  await on.stop();
});

const V1 = '/api/v1';
interface Sent {
  readonly payload?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
}
const send = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, rest: Sent = {}) =>
  on.api.inject({ method, url: V1 + path, ...rest });
const upload = (payload: Uint8Array, name = 'a.pcap', type = OCTETS) =>
  send('POST', `/captures?name=${encodeURIComponent(name)}`, {
    payload: Buffer.from(payload),
    headers: { 'content-type': type },
  });
const captureCount = async () => (await send('GET', '/captures')).json().items.length;
async function settled(id: string) {
  await on.imports.forOrg('default').ended(id);
  return (await send('GET', `/captures/${id}`)).json();
}
/** The problem, after a look that nothing of it stayed. */
async function refusedUpload(...sent: Parameters<typeof upload>) {
  const before = await captureCount();
  const response = await upload(...sent);
  expect(await captureCount()).toBe(before);
  expect(readdirSync(on.uploads)).toEqual([]);
  expect(response.headers['content-type']).toBe('application/problem+json');
  return response.json();
}

describe('an upload', () => {
  it('is imported, and its file goes', async () => {
    const response = await upload(capture(1), 'lundi à l’usine.pcap');
    expect(response.statusCode, response.body).toBe(202);
    const { outcome, capture: begun } = response.json();
    expect(outcome).toBe('started');
    expect(response.headers.location).toBe(`/api/v1/captures/${begun.id}`);
    expect(await settled(begun.id)).toMatchObject({
      name: 'lundi à l’usine.pcap',
      status: 'ready',
      packets: 1,
      progress: 1,
    });
    expect(readdirSync(on.uploads)).toEqual([]);
    const { items } = (await send('GET', `/flows?capture=${begun.id}`)).json();
    const one = (await send('GET', `/flows/${begun.id}/${items[0].row}`)).json();
    expect(one).toEqual(items[0]);
  });

  it('that is there already changes nothing and says so', async () => {
    const before = await captureCount();
    const response = await upload(capture(1), 'other name.pcap');
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ outcome: 'already', capture: { name: 'lundi à l’usine.pcap' } });
    expect(await captureCount()).toBe(before);
    expect(readdirSync(on.uploads)).toEqual([]);
  });

  it('may be compressed', async () => {
    const response = await upload(gzipSync(capture(2)), 'b.pcap.gz', 'application/gzip');
    expect(response.statusCode).toBe(202);
    expect(await settled(response.json().capture.id)).toMatchObject({ status: 'ready', packets: 1 });
  });

  it('is read again when asked, and gives the same', async () => {
    const { items } = (await send('GET', '/captures')).json();
    const { id } = items.find(({ name }: { name: string }) => name === 'b.pcap.gz');
    const flows = (await send('GET', `/flows?capture=${id}`)).json();
    const response = await send('POST', `/captures/${id}/reanalyse`);
    expect(response.statusCode, response.body).toBe(202);
    expect(response.json()).toMatchObject({ captureId: id, name: 'b.pcap.gz' });
    expect(await settled(id)).toMatchObject({ status: 'ready', packets: 1 });
    expect((await send('GET', `/flows?capture=${id}`)).json()).toEqual(flows);
    expect((await send('POST', '/captures/none/reanalyse')).json().code).toBe('unknown-id');
  });

  it('that was cut off in the middle is kept, with a warning', async () => {
    const whole = pcapFile([
      f.ethernet(B, A, 0x88b5, new Uint8Array(64)),
      f.ethernet(A, B, 0x88b5, new Uint8Array(64)),
    ]);
    const response = await upload(whole.subarray(0, whole.length - 10), 'cut.pcap');
    const kept = await settled(response.json().capture.id);
    expect(kept).toMatchObject({ status: 'ready', packets: 1 });
    expect(kept.warnings.join()).toMatch(/cut\.pcap/);
  });

  it('that turns out to be no capture is a failed one with the reason, and can be deleted', async () => {
    const response = await upload(gzipSync('# not a capture'), 'notes.gz');
    const { id } = response.json().capture;
    const failed = await settled(id);
    expect(failed).toMatchObject({ status: 'failed', packets: 0 });
    expect(failed.error).toMatch(/^notes\.gz: /);
    expect(failed.error).not.toContain(on.uploads);
    expect((await send('GET', `/flows?capture=${id}`)).json().total).toBe(0);
    expect((await send('DELETE', `/captures/${id}`)).statusCode).toBe(204);
    expect((await send('DELETE', `/captures/${id}`)).json()).toMatchObject({ code: 'unknown-id' });
  });

  it('without bytes, or that is no capture, is refused by name', async () => {
    expect(await refusedUpload(new Uint8Array(), 'empty.pcap')).toMatchObject({
      code: 'empty-upload',
      detail: 'empty.pcap: it has 0 bytes',
    });
    for (const bytes of ['# my notes, no capture', 'x', '\0\0\0']) {
      expect(await refusedUpload(Buffer.from(bytes), 'notes.txt')).toMatchObject({
        code: 'not-a-capture',
        detail: expect.stringMatching(/^notes\.txt: expected a pcap or pcapng file/),
      });
    }
  });

  it('over the limit is refused, whether it says its length or not', async () => {
    const large = new Uint8Array(MAX_UPLOAD_BYTES + 1);
    large.set(capture(3));
    expect(await refusedUpload(large, 'large.pcap')).toMatchObject({
      code: 'body-too-large',
      detail: `large.pcap: expected at most ${MAX_UPLOAD_BYTES} bytes, found ${MAX_UPLOAD_BYTES + 1}`,
    });
    const { status, body } = await overHttp(large, { 'transfer-encoding': 'chunked' });
    expect([status, JSON.parse(body).code]).toEqual([413, 'body-too-large']);
    expect(readdirSync(on.uploads)).toEqual([]);
  });

  it('whose client goes on sending can still read why it is refused', async () => {
    const { status, body } = await overHttp(new Uint8Array(MAX_UPLOAD_BYTES).fill(7), {});
    expect([status, JSON.parse(body).code]).toEqual([400, 'not-a-capture']);
  });

  it('that its client gives up leaves nothing', async () => {
    const before = await captureCount();
    const client = start({ 'content-length': '500000' });
    client.on('error', () => {});
    client.write(capture(4));
    await until(() => readdirSync(on.uploads).length === 1);
    client.destroy();
    await until(() => readdirSync(on.uploads).length === 0);
    expect(await captureCount()).toBe(before);
  });

  it('is named by people: a name is no path', async () => {
    const response = await upload(capture(5), '../../../etc/passwd');
    expect((await settled(response.json().capture.id)).name).toBe('../../../etc/passwd');
    expect(readdirSync(on.uploads)).toEqual([]);
    for (const name of ['', 'x'.repeat(256)]) {
      expect(await refusedUpload(capture(6), name)).toMatchObject({
        code: 'invalid-request',
        errors: [{ in: 'query', path: 'name' }],
      });
    }
    const without = await send('POST', '/captures', { payload: 'x', headers: { 'content-type': OCTETS } });
    expect(without.json()).toMatchObject({ code: 'invalid-request' });
  });

  it('of another content type is refused', async () => {
    for (const type of ['multipart/form-data; boundary=x', 'application/json', 'text/html']) {
      expect(await refusedUpload(capture(7), 'a.pcap', type)).toMatchObject({
        code: 'unsupported-content-type',
      });
    }
  });
});

describe('the demo', () => {
  it('is imported as one, and the same again says already', async () => {
    const first = await send('POST', '/demo');
    expect(first.statusCode, first.body).toBe(202);
    const { id } = first.json().capture;
    expect(await settled(id)).toMatchObject({ kind: 'demo', status: 'ready', name: 'vigie-demo.pcap' });
    const again = await send('POST', '/demo');
    expect(again.statusCode).toBe(200);
    expect(again.json()).toMatchObject({ outcome: 'already', capture: { id } });
    expect(readdirSync(on.uploads)).toEqual([]);
    expect((await send('DELETE', `/captures/${id}`)).statusCode).toBe(204);
  });
});

describe('what people say', () => {
  const device = async () =>
    (await send('GET', '/devices?limit=1&sort=bytesSent&order=desc')).json().items[0];
  const json = (payload: object, headers = {}) => ({ payload, headers });

  it('of a device is kept, and found', async () => {
    const { id } = await device();
    const payload = { name: 'Presse 7', notes: 'à changer', tags: ['atelier'], type: 'plc', flagged: true };
    const response = await send('PATCH', `/devices/${id}`, json(payload));
    expect(response.json()).toMatchObject({ ...payload, version: 1 });
    expect(response.headers.etag).toBe('"1"');
    expect((await send('GET', '/devices?q=presse')).json().items[0].id).toBe(id);
    expect((await send('GET', '/devices?flagged=true')).json().total).toBe(1);
    const found = (await send('PATCH', `/devices/${id}`, json({ name: null, type: null }))).json();
    expect([found.name, found.type]).toEqual([found.found.name, found.found.type]);
  });

  it('is not overwritten by who read an older version', async () => {
    const { id } = await device();
    const { version } = (await send('GET', `/devices/${id}`)).json();
    const stale = await send(
      'PATCH',
      `/devices/${id}`,
      json({ notes: 'x' }, { 'if-match': `"${version - 1}"` }),
    );
    expect([stale.statusCode, stale.json().code]).toEqual([412, 'changed-meanwhile']);
    const fresh = await send('PATCH', `/devices/${id}`, json({ notes: 'y' }, { 'if-match': `"${version}"` }));
    expect(fresh.json().notes).toBe('y');
  });

  it('of a VLAN is kept', async () => {
    const named = await send('PATCH', '/vlans/10', json({ name: 'Bureau', description: 'étage 2' }));
    expect(named.json()).toMatchObject({ vlan: 10, outerVlan: null, name: 'Bureau', version: 1 });
    const inner = await send('PATCH', '/vlans/10?outer=200', json({ name: 'Client' }));
    expect(inner.json()).toMatchObject({ vlan: 10, outerVlan: 200 });
    const stale = await send('PATCH', '/vlans/10', json({ name: 'x' }, { 'if-match': '"0"' }));
    expect(stale.json()).toMatchObject({ code: 'changed-meanwhile' });
  });

  it('is refused by field', async () => {
    const { id } = await device();
    const path = `/devices/${id}`;
    const wrong = await send('PATCH', path, json({ type: 'toaster', colour: 'red', flagged: 'yes' }));
    expect(
      wrong
        .json()
        .errors.map((it: { path: string }) => it.path)
        .toSorted(),
    ).toEqual(['colour', 'flagged', 'type']);
    const broken = { payload: '{"name": ', headers: { 'content-type': 'application/json' } };
    expect((await send('PATCH', path, broken)).json()).toMatchObject({ code: 'malformed-request' });
    const text = { payload: 'name=x', headers: { 'content-type': 'text/plain' } };
    expect((await send('PATCH', path, text)).json()).toMatchObject({ code: 'unsupported-content-type' });
    const long = json({ notes: 'x'.repeat(300_000) });
    expect((await send('PATCH', path, long)).json()).toMatchObject({ code: 'body-too-large' });
    const tag = json({ notes: 'x' }, { 'if-match': 'yesterday' });
    expect((await send('PATCH', path, tag)).json().errors[0]).toMatchObject({ in: 'headers' });
    const nobody = await send('PATCH', '/devices/nobody', json({ name: 'x' }));
    expect(nobody.json()).toMatchObject({ code: 'unknown-id' });
    expect((await send('PATCH', '/vlans/4096', json({ name: 'x' }))).statusCode).toBe(400);
  });
});

describe('interfaces', () => {
  it('are listened on, shown, and left', async () => {
    const begun = await send('POST', '/interfaces/eth0/listen', {
      payload: { filter: 'tcp', snapLength: 128 },
    });
    expect(begun.statusCode, begun.body).toBe(201);
    expect(begun.json()).toMatchObject({ interface: 'eth0', filter: 'tcp', state: 'up' });
    const [eth0] = (await send('GET', '/interfaces')).json().items;
    expect(eth0.listening).toMatchObject({ captureId: begun.json().captureId });
    const again = await send('POST', '/interfaces/eth0/listen');
    expect([again.statusCode, again.json().code]).toEqual([409, 'already-listening']);
    expect((await send('DELETE', '/interfaces/eth0/listen')).statusCode).toBe(204);
    expect((await send('DELETE', '/interfaces/eth0/listen')).json().code).toBe('unknown-id');
    expect((await send('GET', '/interfaces')).json().items[0].listening).toBeNull();
  });

  it('are refused when they are not there, or not like this', async () => {
    const unknown = await send('POST', '/interfaces/eth9/listen');
    expect(unknown.json()).toMatchObject({ code: 'unknown-id', detail: expect.stringContaining('"eth9"') });
    const wrong = await send('POST', '/interfaces/eth0/listen', { payload: { filter: 'wrong' } });
    expect([wrong.statusCode, wrong.json().code]).toEqual([422, 'cannot-listen']);
    const short = await send('POST', '/interfaces/eth0/listen', { payload: { snapLength: 3 } });
    expect(short.json().errors[0]).toMatchObject({ path: 'snapLength', expected: 'at least 64' });
    expect((await send('POST', '/interfaces/a%2Fb/listen')).json().code).toBe('invalid-request');
  });
});

describe('who may ask', () => {
  const ask = (headers: Record<string, string>, method: 'GET' | 'DELETE' = 'GET') =>
    on.api.inject({ method, url: `${V1}/captures/none`, headers });

  it('is who uses our name', async () => {
    for (const host of ['localhost:8480', '127.0.0.1', '127.8.9.1:1', '[::1]:8480']) {
      expect((await ask({ host })).json().code).toBe('unknown-id');
    }
    for (const host of [
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '192.0.2.1',
      'a b',
    ]) {
      expect((await ask({ host })).json(), host).toMatchObject({ code: 'wrong-host', status: 421 });
    }
  });

  it('is no page of another site, when something would change', async () => {
    const host = 'localhost:8480';
    expect((await ask({ host, origin: 'http://localhost:8480' }, 'DELETE')).json().code).toBe('unknown-id');
    for (const origin of ['http://evil.example', 'https://localhost:8480', 'http://localhost:1', 'null']) {
      expect((await ask({ host, origin }, 'DELETE')).json().code, origin).toBe('wrong-origin');
    }
  });

  it('gets headers that let nothing run', async () => {
    const { headers } = await ask({});
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('names the methods of a path, and of every path that the document has', async () => {
    const { paths } = (await on.api.inject(`${V1}/openapi.json`)).json();
    const others = Object.keys(paths).map((path) => [path, path.replaceAll(/\{\w+\}/g, 'x')]);
    expect(others.length).toBeGreaterThan(20);
    for (const [path, url] of others) {
      const { statusCode, headers: answer } = await on.api.inject({ method: 'OPTIONS', url });
      const allowed = String(answer.allow).split(', ');
      const documented = Object.keys(paths[path]).map((it) => it.toUpperCase());
      expect([statusCode, allowed.filter((it) => documented.includes(it))], path).toEqual([
        405,
        documented.sort(),
      ]);
    }
    // Its own route reads it, the one with an id would change it.
    const facets = await on.api.inject({ method: 'DELETE', url: `${V1}/devices/facets` });
    expect(facets.headers.allow).toBe('GET, HEAD, PATCH');
    const page = await on.api.inject({ method: 'POST', url: '/devices' });
    expect(page.statusCode).toBe(404);
  });

  it('gets an answer to every method', async () => {
    const head = await on.api.inject({ method: 'HEAD', url: `${V1}/captures` });
    expect([head.statusCode, head.body]).toEqual([200, '']);
    for (const method of ['OPTIONS', 'PUT', 'POST', 'DELETE', 'PATCH'] as const) {
      const { json, statusCode, headers: answer } = await on.api.inject({ method, url: `${V1}/devices?x=1` });
      expect([statusCode, answer.allow], method).toEqual([405, 'GET, HEAD']);
      expect(json()).toMatchObject({ code: 'wrong-method', detail: expect.stringContaining(method) });
    }
    for (const path of ['/nothing', '/devices/', '/captures/%zz', '/%2e%2e%2f%2e%2e%2fetc/passwd']) {
      const { json, statusCode } = await on.api.inject(V1 + path);
      expect([400, 404], path).toContain(statusCode);
      expect(json().status).toBe(statusCode);
    }
  });
});

describe('the log', () => {
  it('has no name of an upload, no search and no path', () => {
    const text = on.log.lines.join('\n');
    expect(text).toContain('POST /api/v1/captures');
    for (const secret of ['usine', 'presse', on.uploads]) expect(text).not.toContain(secret);
  });
});

function start(headers: Record<string, string>): ClientRequest {
  const path = `${V1}/captures?name=sent.pcap`;
  return request({
    port,
    path,
    method: 'POST',
    headers: { 'content-type': OCTETS, authorization: `Bearer ${on.token}`, ...headers },
  });
}

function overHttp(body: Uint8Array, headers: Record<string, string>) {
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const client = start(headers);
    client.on('error', reject);
    client.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece) => {
        text += piece;
      });
      response.on('end', () => resolve({ status: response.statusCode, body: text }));
    });
    client.end(body);
  });
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 1000) throw new Error('it never happened');
    await wait(10);
  }
}
