/** Uploads over HTTP, with the real stores and imports. */
import { readdirSync } from 'node:fs';
import { type ClientRequest, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MAX_UPLOAD_BYTES } from '../../../test/fixtures/api.ts';
import { pcapFile } from '../../../test/fixtures/pcap.ts';
import { testedApi, V1 } from '../../../test/fixtures/tested-api.ts';
import * as f from '../../wire/build/index.ts';

const A = '00:00:5e:00:53:01';
const B = '00:00:5e:00:53:02';
const OCTETS = 'application/octet-stream';
/** A capture whose bytes are unlike those of any other number. */
function capture(number: number): Uint8Array {
  const ip = f.ipv4({ src: '192.0.2.1', dst: '192.0.2.2', protocol: 17 }, f.udp(40000, 9999, `n${number}`));
  return pcapFile([f.ethernet(B, A, 0x0800, ip)]);
}

let port: number;
const { on, send } = testedApi(async ({ api }) => {
  await api.listen({ port: 0, host: '127.0.0.1' });
  port = (api.server.address() as AddressInfo).port;
});
const upload = (payload: Uint8Array, name = 'a.pcap', type = OCTETS) =>
  send('POST', `/captures?name=${encodeURIComponent(name)}`, {
    payload: Buffer.from(payload),
    headers: { 'content-type': type },
  });
const captureCount = async () => (await send('GET', '/captures')).json().items.length;
async function settled(id: string) {
  await on().imports.forOrg('default').ended(id);
  return (await send('GET', `/captures/${id}`)).json();
}
/** The problem, after a look that nothing of it stayed. */
async function refusedUpload(...sent: Parameters<typeof upload>) {
  const before = await captureCount();
  const response = await upload(...sent);
  expect(await captureCount()).toBe(before);
  expect(readdirSync(on().uploads)).toEqual([]);
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
    expect(readdirSync(on().uploads)).toEqual([]);
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
    expect(readdirSync(on().uploads)).toEqual([]);
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
    expect(kept.warnings.join()).toMatch(/^cut\.pcap: offset \d+: expected a frame of 78 bytes, found \d+/);
    const headers = { 'accept-language': 'fr' };
    const french = (await send('GET', `/captures/${kept.id}`, { headers })).json();
    expect(french.warnings.join()).toMatch(
      /^cut\.pcap\u00a0: position \d+\u00a0: attendu une trame de 78 octets/,
    );
  });

  it('that turns out to be no capture is a failed one with the reason, and can be deleted', async () => {
    const response = await upload(gzipSync('# not a capture'), 'notes.gz');
    const { id } = response.json().capture;
    const failed = await settled(id);
    expect(failed).toMatchObject({ status: 'failed', packets: 0 });
    expect(failed.error).toMatch(/^notes\.gz: /);
    expect(failed.error).not.toContain(on().uploads);
    expect((await send('GET', `/flows?capture=${id}`)).json().total).toBe(0);
    const meanwhile: ReturnType<typeof send>[] = [];
    const off = on().imports.on('removing', () => {
      meanwhile.push(
        send('GET', '/captures'),
        send('GET', `/captures/${id}`),
        send('DELETE', `/captures/${id}`),
      );
    });
    expect((await send('DELETE', `/captures/${id}`)).statusCode).toBe(204);
    off();
    const [list, one, twice] = await Promise.all(meanwhile);
    expect(list.json().items[0]).toMatchObject({ id, status: 'deleting', name: 'notes.gz' });
    expect(one.json()).toMatchObject({ id, status: 'deleting' });
    expect(twice.statusCode).toBe(204);
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
    expect(readdirSync(on().uploads)).toEqual([]);
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
    await until(() => readdirSync(on().uploads).length === 1);
    client.destroy();
    await until(() => readdirSync(on().uploads).length === 0);
    expect(await captureCount()).toBe(before);
  });

  it('is named by people: a name is no path', async () => {
    const response = await upload(capture(5), '../../../etc/passwd');
    expect((await settled(response.json().capture.id)).name).toBe('../../../etc/passwd');
    expect(readdirSync(on().uploads)).toEqual([]);
    for (const name of ['', 'x'.repeat(256)]) {
      expect(await refusedUpload(capture(6), name)).toMatchObject({
        code: 'invalid-request',
        errors: [{ in: 'query', path: 'name' }],
      });
    }
    const without = await send('POST', '/captures', { payload: 'x', headers: { 'content-type': OCTETS } });
    expect(without.json()).toMatchObject({ code: 'invalid-request' });
  });

  it('of another content type is refused, and told which are read', async () => {
    for (const type of ['application/json', 'text/html', 'application/x-www-form-urlencoded']) {
      expect(await refusedUpload(capture(7), 'a.pcap', type)).toMatchObject({
        code: 'unsupported-content-type',
        detail: expect.stringMatching(
          /^content-type .*: expected one of application\/octet-stream, .*form-data$/,
        ),
      });
    }
  });
});

describe('an upload in a form', () => {
  const post = (form: FormData | string, query = '', headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${V1}/captures${query}`, {
      ...{ method: 'POST', body: form },
      headers: { authorization: `Bearer ${on().token}`, ...headers },
    });
  const form = (...files: (readonly [string, Uint8Array])[]) => {
    const made = new FormData();
    made.append('comment', 'n'.repeat(5000));
    for (const [name, bytes] of files) made.append('file', new Blob([new Uint8Array(bytes)]), name);
    made.append('after', 'x');
    return made;
  };
  async function refused(response: Response) {
    expect(readdirSync(on().uploads)).toEqual([]);
    return { status: response.status, ...((await response.json()) as object) };
  }

  it('is imported under the name that the form has', async () => {
    const response = await post(form(['été.pcap', capture(20)]));
    expect(response.status).toBe(202);
    const { capture: begun } = (await response.json()) as { capture: { id: string } };
    expect(await settled(begun.id)).toMatchObject({ name: 'été.pcap', status: 'ready', packets: 1 });
    const again = await post(form(['b.pcap', capture(20)]), '?name=c.pcap');
    expect(await again.json()).toMatchObject({ outcome: 'already', capture: { name: 'été.pcap' } });
  });

  it('needs one file, with a name, that is a capture within the limit', async () => {
    const before = await captureCount();
    const large = new Uint8Array(MAX_UPLOAD_BYTES + 1);
    large.set(capture(21));
    for (const [sent, code, detail] of [
      [form(), 'invalid-request', 'body file: expected one file, found "0"'],
      [
        form(['a', capture(22)], ['b', capture(23)]),
        'invalid-request',
        'body file: expected one file, found "2"',
      ],
      [form(['n'.repeat(256), capture(24)]), 'invalid-request', 'query name: expected 1 to 255 characters'],
      [form(['notes', Buffer.from('# notes')]), 'not-a-capture', 'notes: expected a pcap'],
      [form(['empty', new Uint8Array()]), 'empty-upload', 'empty: it has 0 bytes'],
      [form(['large', large]), 'body-too-large', 'large: expected at most'],
    ] as const) {
      const answer = await refused(await post(sent));
      expect(answer).toMatchObject({ code, detail: expect.stringContaining(detail) });
    }
    expect(await captureCount()).toBe(before);
  });

  it('that ends in its middle, or is no form, leaves nothing', async () => {
    const head = '--x\r\ncontent-disposition: form-data; name="f"; filename="a.pcap"\r\n\r\n';
    const type = { 'content-type': 'multipart/form-data; boundary=x' };
    for (const body of ['', 'x', head, head + Buffer.from(capture(25)).toString('latin1')])
      expect(await refused(await post(body, '', type)), body).toMatchObject({ status: 400 });
    const none = await refused(await post('x', '', { 'content-type': 'multipart/form-data' }));
    expect(none).toMatchObject({ errors: [{ in: 'headers', path: 'content-type' }] });
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
    expect(readdirSync(on().uploads)).toEqual([]);
    expect((await send('DELETE', `/captures/${id}`)).statusCode).toBe(204);
  });
});

describe('the log', () => {
  it('has no name of an upload, no search and no path', () => {
    const text = on().log.lines.join('\n');
    expect(text).toContain('POST /api/v1/captures');
    for (const secret of ['usine', on().uploads]) expect(text).not.toContain(secret);
  });
});

function start(headers: Record<string, string>): ClientRequest {
  const path = `${V1}/captures?name=sent.pcap`;
  return request({
    port,
    path,
    method: 'POST',
    headers: { 'content-type': OCTETS, authorization: `Bearer ${on().token}`, ...headers },
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
