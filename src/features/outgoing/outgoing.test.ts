import type { IncomingMessage, ServerResponse } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testIdentity, type WebServer, webServer } from '../../../test/fixtures/web-server.ts';
import { type Cidr, parseCidr } from '../../base/cidr.ts';
import { createOutgoing, type OutgoingNeeds, type OutgoingRequest } from './outgoing.ts';
import { OutgoingError } from './outgoing-error.ts';

const cidr = (text: string): Cidr => parseCidr(text) ?? expect.fail(text);
const LOOPBACK = [cidr('127.0.0.0/8')];
const SECRET = 'hunter2';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
const asked: Asked[] = [];
let plain: WebServer;
let other: WebServer;
let tls: WebServer;
const identity = testIdentity(['inside.example', 'other.example']);

/** Answers by path; `/to?STATUS=URL` redirects. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const piece of request) body += piece;
  asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
  const [[status, location] = ['', '']] = [...searchParams];
  if (pathname === '/to') response.writeHead(Number(status), { location }).end('moved');
  else if (pathname === '/loop') response.writeHead(302, { location: '/loop' }).end();
  else if (pathname === '/long') response.writeHead(200, { 'content-length': '5000' }).end('x'.repeat(5000));
  else if (pathname === '/endless') {
    const more = (): void => {
      if (!response.destroyed) response.write('x'.repeat(1000), () => setImmediate(more));
    };
    more();
  } else if (pathname === '/slow') response.write('a');
  else if (pathname === '/headers') response.writeHead(200, { 'x-long': 'x'.repeat(20_000) }).end();
  else if (pathname === '/cut') {
    response.writeHead(200, { 'content-length': '100' }).write(SECRET);
    setImmediate(() => response.destroy());
  } else if (pathname !== '/silent') response.writeHead(pathname === '/error' ? 500 : 200).end('hello');
}

beforeAll(async () => {
  [plain, other, tls] = await Promise.all([
    webServer(answer),
    webServer(answer),
    webServer(answer, identity),
  ]);
});
afterAll(async () => void (await Promise.all([plain, other, tls].map((server) => server.stop()))));

const toLoopback = async () => ['127.0.0.1'];
const make = (needs: Partial<OutgoingNeeds> = {}) =>
  createOutgoing({ allow: LOOPBACK, lookup: toLoopback, ca: identity.cert, ...needs });
const at = (path: string, server: WebServer = plain): string => `http://inside.example:${server.port}${path}`;
const tlsAt = (path: string, name = 'inside.example'): string => `https://${name}:${tls.port}${path}`;

/** Why it was refused; fails when it was answered. */
async function refusal(request: OutgoingRequest, needs: Partial<OutgoingNeeds> = {}): Promise<OutgoingError> {
  const outgoing = make(needs);
  const error = await outgoing.request(request).then(
    ({ status }) => expect.fail(`answered with ${status}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof OutgoingError)) throw error;
  expect(outgoing.counters().failed[error.reason]).toBe(1);
  expect(error.message).not.toContain(SECRET);
  return error;
}

describe('where a request may go', () => {
  it('is answered by an address in a network that is allowed', async () => {
    const outgoing = make();
    const { status, body, url } = await outgoing.request({ url: at('/a') });
    expect([status, Buffer.from(body).toString(), url]).toEqual([200, 'hello', at('/a')]);
    expect(asked.at(-1)?.headers).toEqual({
      host: `inside.example:${plain.port}`,
      accept: '*/*',
      'user-agent': 'Vigie',
      connection: 'close',
    });
    expect(outgoing.counters().answered).toBe(1);
  });

  it('is nowhere inside unless allowed, however the address is written', async () => {
    const before = plain.connections();
    for (const host of [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f.0.0.1',
      '0177.0.0.1',
      '[::1]',
      '[::ffff:7f00:1]',
    ]) {
      const { reason } = await refusal({ url: `http://${host}:${plain.port}/` }, { allow: [] });
      expect(reason, host).toBe('address-refused');
    }
    for (const address of ['10.0.0.1', '::1', '169.254.169.254', '64:ff9b::7f00:1', '2002:7f00:1::']) {
      const { reason } = await refusal({ url: at('/') }, { allow: [], lookup: async () => [address] });
      expect(reason, address).toBe('address-refused');
    }
    expect(plain.connections()).toBe(before);
  });

  it('is refused when one of several addresses is inside', async () => {
    for (const addresses of [
      ['93.184.215.14', '10.0.0.1'],
      ['127.0.0.1', '192.168.1.1'],
      ['127.0.0.1', 'fd00::1'],
    ]) {
      const { reason, message } = await refusal({ url: at('/') }, { lookup: async () => addresses });
      expect(reason).toBe('address-refused');
      // What the resolver of this network said is nobody's business.
      for (const address of addresses) expect(message).not.toContain(address);
    }
  });

  it('is the address that was checked, though the name means another one a moment later', async () => {
    let lookups = 0;
    const rebinding = async () => (lookups++ === 0 ? ['127.0.0.1'] : ['10.0.0.1']);
    const { status } = await make({ lookup: rebinding }).request({ url: at('/') });
    expect([status, lookups]).toEqual([200, 1]);
  });

  it('is checked again at each redirect, where the name means another address now', async () => {
    let lookups = 0;
    const rebinding = async () => (lookups++ === 0 ? ['127.0.0.1'] : ['10.0.0.1']);
    const { reason } = await refusal({ url: at('/to?302=/a') }, { lookup: rebinding });
    expect([reason, lookups]).toEqual(['address-refused', 2]);
    expect((await refusal({ url: at('/to?307=http://169.254.169.254/latest/') })).reason).toBe(
      'address-refused',
    );
    expect((await refusal({ url: at('/to?302=http://[::ffff:a9fe:a9fe]/') })).reason).toBe('address-refused');
  });

  it('is one that works, when the first of two checked addresses does not answer', async () => {
    const two = async () => ['127.0.0.9', '127.0.0.1'];
    expect((await make({ lookup: two }).request({ url: at('/') })).status).toBe(200);
  });

  it('has a name that is known', async () => {
    for (const lookup of [
      async () => [],
      async () => Promise.reject(new Error(SECRET)),
      async () => ['nonsense'],
    ]) {
      expect((await refusal({ url: at('/') }, { lookup })).reason).toBe('name-not-found');
    }
  });
});

describe('what is sent', () => {
  it.each([
    ['ftp://inside.example/', 'ftp'],
    ['file:///etc/passwd', 'file'],
    ['http://', 'URL'],
    ['//inside.example', 'URL'],
    [`http://inside.example/${'x'.repeat(9000)}`, '8192'],
    ['http://user:hunter2@inside.example/', 'no user name'],
    ['javascript:alert(1)', 'javascript'],
  ])('is never to %s', async (url, says) => {
    const error = await refusal({ url });
    expect([error.reason, error.message]).toEqual(['invalid', expect.stringContaining(says)]);
  });

  it('is a method and headers that nothing can be smuggled in', async () => {
    const url = at('/');
    for (const method of ['CONNECT', 'TRACE', 'get', 'GET / HTTP/1.1\r\nx:', '']) {
      expect((await refusal({ url, method })).reason, method).toBe('invalid');
    }
    for (const [name, value] of [
      ['Host', 'other.example'],
      ['Transfer-Encoding', 'chunked'],
      ['content-length', '0'],
      ['x-a', `b\r\nx-c: ${SECRET}`],
      ['x-a', `\u0000${SECRET}`],
      ['x a', 'b'],
      ['x-a:', 'b'],
      ['x-a', 'x'.repeat(9000)],
    ]) {
      expect((await refusal({ url, headers: { [name]: value } })).reason, name).toBe('invalid');
    }
    expect((await refusal({ url, body: 'x' })).reason).toBe('invalid');
  });

  it('has no header that a mutated one could end early', () => {
    return fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (value) => {
        const before = asked.length;
        await make()
          .request({ url: at('/'), headers: { 'x-a': value } })
          .then(
            () =>
              expect(Object.keys(asked.at(-1)?.headers ?? {}).sort()).toEqual([
                'accept',
                'connection',
                'host',
                'user-agent',
                'x-a',
              ]),
            (error: OutgoingError) => expect([error.reason, asked.length]).toEqual(['invalid', before]),
          );
      }),
      { numRuns: 60 },
    );
  });
});

describe('redirects', () => {
  it('are followed, and turn POST into GET where browsers do', async () => {
    for (const [status, method, then] of [
      [301, 'POST', 'GET'],
      [302, 'POST', 'GET'],
      [303, 'PUT', 'GET'],
      [307, 'POST', 'POST'],
      [308, 'PUT', 'PUT'],
      [302, 'HEAD', 'HEAD'],
    ] as const) {
      const body = method === 'HEAD' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } };
      const { url } = await make().request({ url: at(`/to?${status}=/then`), method, ...body });
      const last = asked.at(-1);
      expect([last?.method, last?.url, url], String(status)).toEqual([then, '/then', at('/then')]);
      expect(last?.body).toBe(then === method && method !== 'HEAD' ? '{}' : '');
      expect(last?.headers['content-type']).toBe(last?.body === '{}' ? 'application/json' : undefined);
    }
  });

  it('keep credentials within the origin', async () => {
    const headers = {
      authorization: `Bearer ${SECRET}`,
      cookie: SECRET,
      'x-api-key': SECRET,
      accept: 'text/csv',
    };
    await make().request({ url: at('/to?302=/then'), headers });
    expect(asked.at(-1)?.headers).toMatchObject(headers);
    for (const elsewhere of [at('/then', other), tlsAt('/then')]) {
      await make().request({ url: at(`/to?302=${elsewhere}`), headers });
      expect(asked.at(-1)?.url).toBe('/then');
      expect(JSON.stringify(asked.at(-1)?.headers)).not.toContain(SECRET);
      expect(asked.at(-1)?.headers.accept).toBe('text/csv');
    }
  });

  it('never lead from https to http, nor a body to another origin, nor to what is no web address', async () => {
    expect((await refusal({ url: tlsAt(`/to?302=${at('/')}`) })).message).toMatch(/from https to http/);
    const post = { method: 'POST', body: SECRET };
    expect((await refusal({ url: at(`/to?307=${at('/', other)}`), ...post })).reason).toBe('redirect');
    for (const target of ['file:///etc/passwd', 'http://a:b@inside.example/', 'gopher://x']) {
      expect((await refusal({ url: at(`/to?302=${target}`) })).reason, target).toBe('redirect');
    }
  });

  it('are followed a few times only, or not at all', async () => {
    const before = asked.length;
    expect((await refusal({ url: at('/loop'), redirects: 3 })).message).toMatch(/more than 3 redirects/);
    expect(asked.length - before).toBe(4);
    const { status, headers } = await make().request({ url: at('/loop'), redirects: 0 });
    expect([status, headers.location]).toEqual([302, '/loop']);
  });
});

describe('an answer', () => {
  it('is cut off at its limit, whether it says its length or not', async () => {
    for (const path of ['/long', '/endless']) {
      const error = await refusal({ url: at(path), maxBytes: 4999 });
      expect([error.reason, error.message]).toEqual(['too-large', expect.stringContaining('4999')]);
    }
    expect((await make().request({ url: at('/long'), maxBytes: 5000 })).body).toHaveLength(5000);
    expect((await refusal({ url: at('/headers') })).reason).toBe('too-large');
  });

  it('comes in time as a whole, with its name and its redirects', async () => {
    for (const path of ['/slow', '/silent', '/to?302=/slow']) {
      expect((await refusal({ url: at(path), timeoutMs: 100 })).reason, path).toBe('timeout');
    }
    const never = () => new Promise<never>(() => undefined);
    expect((await refusal({ url: at('/'), timeoutMs: 100 }, { lookup: never })).reason).toBe('timeout');
  });

  it('is not waited for any longer than somebody wants it', async () => {
    const gone = new AbortController();
    const waiting = refusal({ url: at('/silent'), signal: gone.signal });
    gone.abort();
    expect((await waiting).reason).toBe('aborted');
  });

  it('that fails says no more than that', async () => {
    expect((await refusal({ url: at('/cut') })).message).toBe(
      `http://inside.example:${plain.port}: the answer broke off`,
    );
    const nobody = await webServer(answer);
    await nobody.stop();
    const { reason, message } = await refusal({ url: at(`/?token=${SECRET}`, nobody) });
    expect([reason, message]).toEqual(['unreachable', expect.not.stringMatching(/ECONN|127\.0/)]);
    expect((await make().request({ url: at('/error') })).status).toBe(500);
  });

  it('over TLS is from who its certificate says, known to an authority', async () => {
    expect((await make().request({ url: tlsAt('/') })).status).toBe(200);
    expect((await refusal({ url: tlsAt('/', 'wrong.example') })).reason).toBe('certificate');
    expect((await refusal({ url: tlsAt('/') }, { ca: null })).reason).toBe('certificate');
  });

  it('is one of a bounded number', async () => {
    const outgoing = make();
    const gone = new AbortController();
    const waiting = Array.from({ length: 64 }, () =>
      outgoing
        .request({ url: at('/silent'), signal: gone.signal })
        .catch((error: OutgoingError) => error.reason),
    );
    await expect(outgoing.request({ url: at('/') })).rejects.toMatchObject({ reason: 'busy' });
    gone.abort();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['aborted']));
    expect((await outgoing.request({ url: at('/') })).status).toBe(200);
  });
});
