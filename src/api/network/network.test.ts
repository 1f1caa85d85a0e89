import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type BareApi, bareApi, cidrs } from '../../../test/fixtures/bare-api.ts';
import { createNetwork, type Peer } from './network.ts';
import { mayConnect, type NetworkPolicy, PLAIN_POLICY } from './policy.ts';

const running: BareApi[] = [];
afterEach(async () => {
  for (const { app } of running.splice(0)) await app.close();
});

async function start(policy: Partial<NetworkPolicy> = {}): Promise<BareApi> {
  const api = await bareApi(policy);
  running.push(api);
  return api;
}

/** Before the stores are open what was admitted gets this. */
const ADMITTED = 'not-ready';

async function ask(
  { app }: BareApi,
  headers: Record<string, string>,
  more: { method?: InjectOptions['method']; from?: string; url?: string } = {},
): Promise<string> {
  const { method = 'GET', from = '127.0.0.1', url = '/api/v1/captures' } = more;
  const { json } = await app.inject({
    method,
    url,
    remoteAddress: from,
    headers: { host: 'localhost', ...headers },
  });
  return json().code;
}

const BEHIND = { trustedProxies: cidrs('192.0.2.1', '198.51.100.0/24') };

describe('who asks, behind proxies', () => {
  /** The client as it is seen; `malformed` when nobody can tell. */
  function clientOf(from: string, headers: Record<string, string>, trusted = BEHIND.trustedProxies) {
    const network = createNetwork({ ...PLAIN_POLICY, trustedProxies: trusted });
    const request = { raw: { socket: { remoteAddress: from }, headers: { host: 'localhost', ...headers } } };
    network.admit(request as never, true);
    return (request as unknown as { peer: Peer }).peer;
  }

  it('is the connection itself, whatever a stranger writes', () => {
    const spoofed = {
      'x-forwarded-for': '10.0.0.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.example',
    };
    expect(clientOf('203.0.113.9', spoofed)).toEqual({
      address: '203.0.113.9',
      isSecure: false,
      host: 'localhost',
      origin: 'http://localhost',
    });
    expect(clientOf('192.0.2.1', spoofed, []).address).toBe('192.0.2.1');
  });

  it('is the rightmost that is no trusted proxy', () => {
    for (const [chain, client] of [
      ['203.0.113.9', '203.0.113.9'],
      ['10.0.0.1, 203.0.113.9', '203.0.113.9'],
      ['nonsense, <script>, 203.0.113.9', '203.0.113.9'],
      ['127.0.0.1, 203.0.113.9, 198.51.100.7', '203.0.113.9'],
      ['198.51.100.7,198.51.100.8', '198.51.100.7'],
      ['203.0.113.9:50123', '203.0.113.9'],
      ['[2001:db8::9]:50123', '2001:db8::9'],
      ['2001:DB8:0::9', '2001:db8::9'],
      ['::ffff:203.0.113.9', '203.0.113.9'],
      ['', '192.0.2.1'],
    ]) {
      expect(clientOf('192.0.2.1', { 'x-forwarded-for': chain }).address, chain).toBe(client);
      expect(clientOf('::ffff:192.0.2.1', { 'x-forwarded-for': chain }).address).toBe(client);
    }
  });

  it('is never one that the client has put in front', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())), (made) => {
        const chain = [...made.map((text) => text.replaceAll(',', '')), '203.0.113.9', '198.51.100.7'];
        fc.pre(chain.length <= 32);
        expect(clientOf('192.0.2.1', { 'x-forwarded-for': chain.join(', ') }).address).toBe('203.0.113.9');
      }),
    );
  });

  it('is nobody when a trusted proxy says what cannot be read', async () => {
    const api = await start(BEHIND);
    const from = '192.0.2.1';
    for (const chain of [
      'unknown',
      '203.0.113.9, unknown',
      '1.2.3',
      'a'.repeat(100),
      Array(40).fill('::1').join(),
    ]) {
      expect(await ask(api, { 'x-forwarded-for': chain }, { from }), chain).toBe('malformed-request');
    }
    expect(await ask(api, { 'x-forwarded-proto': 'ftp' }, { from })).toBe('malformed-request');
    expect(await ask(api, { 'x-forwarded-for': '203.0.113.9' }, { from })).toBe(ADMITTED);
  });

  it('says whether its own connection is TLS', () => {
    const secure = (headers: Record<string, string>, from = '192.0.2.1') => clientOf(from, headers).isSecure;
    expect(secure({ 'x-forwarded-proto': 'https' })).toBe(true);
    expect(secure({ 'x-forwarded-proto': 'https, http' })).toBe(false);
    expect(secure({ 'x-forwarded-proto': 'http' })).toBe(false);
    expect(secure({})).toBe(false);
    expect(secure({ 'x-forwarded-proto': 'https' }, '203.0.113.9')).toBe(false);
  });
});

describe('the allow-list', () => {
  const allow = cidrs('203.0.113.0/24', '2001:db8::/32');

  it('lets in who is on it, before anything is read, and answers the others with nothing else', async () => {
    const api = await start({ allow });
    for (const from of [
      '203.0.113.9',
      '::ffff:203.0.113.9',
      '2001:db8::9',
      '127.0.0.1',
      '::1',
      '::ffff:127.0.0.1',
    ]) {
      expect(mayConnect({ ...PLAIN_POLICY, allow }, from), from).toBe(true);
      expect(await ask(api, {}, { from }), from).toBe(ADMITTED);
    }
    for (const from of ['203.0.114.9', '::ffff:203.0.114.9', '2001:db9::9', '::203.0.113.9', 'nonsense']) {
      expect(mayConnect({ ...PLAIN_POLICY, allow }, from), from).toBe(false);
    }
    // Even under a wrong name: who may not connect learns nothing of names.
    expect(await ask(api, { host: 'evil.example' }, { from: '203.0.114.9' })).toBe('address-not-allowed');
    expect(await ask(api, {}, { from: '203.0.114.9', url: '/' })).toBe('address-not-allowed');
    expect(api.refusals.all().get('address-not-allowed')).toBe(2);
  });

  it('judges who is behind a trusted proxy, not the proxy', async () => {
    const api = await start({ ...BEHIND, allow });
    const from = '192.0.2.1';
    expect(mayConnect({ ...PLAIN_POLICY, ...BEHIND, allow }, from)).toBe(true);
    expect(await ask(api, { 'x-forwarded-for': '203.0.113.9' }, { from })).toBe(ADMITTED);
    expect(await ask(api, { 'x-forwarded-for': '203.0.113.9, 203.0.114.9' }, { from })).toBe(
      'address-not-allowed',
    );
    expect(await ask(api, {}, { from })).toBe('address-not-allowed');
  });

  it('is not passed by strangers behind a proxy of this machine', async () => {
    const api = await start({ allow });
    for (const mark of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via']) {
      expect(await ask(api, { [mark]: '203.0.114.9' }), mark).toBe('address-not-allowed');
    }
    const trusting = await start({ allow, trustedProxies: cidrs('127.0.0.1') });
    expect(await ask(trusting, {})).toBe('address-not-allowed');
    expect(await ask(trusting, { 'x-forwarded-for': '127.0.0.1' })).toBe('address-not-allowed');
    expect(await ask(trusting, { 'x-forwarded-for': '203.0.113.9' })).toBe(ADMITTED);
  });
});

describe('the names that are served', () => {
  const policy = {
    publicUrl: new URL('https://vigie.example:8443/'),
    certificateNames: () => ['console.example', '*.usine.example', '2001:db8::7'],
  };

  it('are loopback, the public one, and those of the certificate, at any port', async () => {
    const api = await start(policy);
    for (const host of [
      ...[
        'localhost',
        '127.0.0.1:1',
        '[::1]:8480',
        '127.9.9.9',
        'LOCALHOST',
        'vigie.example',
        'vigie.example:8443',
      ],
      ...['console.example', 'presse.usine.example', '[2001:db8::7]:8443', '[2001:0db8:0::7]'],
    ]) {
      expect(await ask(api, { host }), host).toBe(ADMITTED);
    }
  });

  it('are no others: DNS rebinding gets no answer', async () => {
    const api = await start(policy);
    for (const host of [
      ...[
        'evil.example',
        'localhost.evil.example',
        'evil.localhost',
        '127.0.0.1.evil.example',
        'usine.example',
      ],
      ...[
        'a.b.usine.example',
        'xconsole.example',
        '192.0.2.1',
        '[2001:db8::8]',
        'vigie.example@evil.example',
        'a b',
      ],
      ...['localhost:99999999', ':80', 'vigie.example.', '[::1', 'vigie.example/..'],
    ]) {
      expect(await ask(api, { host }), host).toBe('wrong-host');
      expect(await ask(api, { host }, { url: '/' }), host).toBe('wrong-host');
    }
  });

  it('have the very address that the connection came to', () => {
    const network = createNetwork(PLAIN_POLICY);
    const admit = (localAddress: string, host: string) =>
      network.admit(
        { raw: { socket: { remoteAddress: '203.0.113.9', localAddress }, headers: { host } } } as never,
        true,
      );
    expect(() => admit('192.0.2.7', '192.0.2.7:8480')).not.toThrow();
    expect(() => admit('::ffff:192.0.2.7', '192.0.2.7:8480')).not.toThrow();
    expect(() => admit('2001:db8::7', '[2001:db8::7]')).not.toThrow();
    expect(() => admit('192.0.2.7', '192.0.2.8')).toThrow(/Host/);
  });

  it('are those that a trusted proxy names, and a stranger cannot', async () => {
    const api = await start({ ...BEHIND, ...policy });
    const named = { host: 'upstream:8480', 'x-forwarded-host': 'vigie.example:8443' };
    expect(await ask(api, named, { from: '192.0.2.1' })).toBe(ADMITTED);
    expect(await ask(api, named, { from: '203.0.113.9' })).toBe('wrong-host');
    const evil = { host: 'localhost', 'x-forwarded-host': 'evil.example' };
    expect(await ask(api, evil, { from: '192.0.2.1' })).toBe('wrong-host');
  });
});

describe('pages of other sites', () => {
  const CHANGES = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

  it('change nothing: Origin must be our own, scheme and port included', async () => {
    const api = await start({ publicUrl: new URL('https://vigie.example') });
    for (const method of CHANGES) {
      const change = (headers: Record<string, string>) =>
        ask(api, headers, { method, url: '/api/v1/captures/1' });
      for (const origin of ['http://localhost', 'https://vigie.example']) {
        expect(await change({ origin }), origin).not.toBe('wrong-origin');
      }
      expect(await change({ host: 'localhost:8480', origin: 'http://localhost:8480' })).not.toBe(
        'wrong-origin',
      );
      expect(await change({ host: 'vigie.example:443', origin: 'https://vigie.example' })).not.toBe(
        'wrong-origin',
      );
      // A program.
      expect(await change({})).not.toBe('wrong-origin');
      for (const origin of [
        ...[
          'http://evil.example',
          'https://localhost',
          'http://localhost:1',
          'http://vigie.example',
          'null',
          '',
        ],
        ...['https://vigie.example.evil.example', 'https://vigie.example:8443', 'http://127.0.0.1'],
      ]) {
        expect(await change({ origin }), origin).toBe('wrong-origin');
      }
    }
  });

  it('change nothing where only Sec-Fetch-Site tells of them', async () => {
    const api = await start();
    for (const method of CHANGES) {
      for (const [site, code] of [
        ['cross-site', 'wrong-origin'],
        ['same-site', 'wrong-origin'],
      ]) {
        expect(await ask(api, { 'sec-fetch-site': site }, { method }), site).toBe(code);
      }
      expect(await ask(api, { 'sec-fetch-site': 'same-origin' }, { method })).not.toBe('wrong-origin');
    }
  });

  it('read no data, but may link to it', async () => {
    const api = await start();
    for (const site of ['cross-site', 'same-site']) {
      for (const mode of ['cors', 'no-cors', 'websocket']) {
        expect(await ask(api, { 'sec-fetch-site': site, 'sec-fetch-mode': mode })).toBe('wrong-origin');
      }
      expect(await ask(api, { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' })).toBe(ADMITTED);
      const page = await api.app.inject({
        url: '/devices',
        headers: { host: 'localhost', 'sec-fetch-site': site },
      });
      expect(page.headers['content-type']).toMatch(/html/);
    }
    for (const site of ['same-origin', 'none'])
      expect(await ask(api, { 'sec-fetch-site': site })).toBe(ADMITTED);
  });

  it('are known by the origin that a trusted proxy tells of', async () => {
    const api = await start({ ...BEHIND, certificateNames: () => ['vigie.example'] });
    const from = '192.0.2.1';
    const proxied = { 'x-forwarded-host': 'vigie.example', 'x-forwarded-proto': 'https' };
    const change = (origin: string, headers: Record<string, string> = proxied) =>
      ask(api, { ...headers, origin }, { from, method: 'DELETE', url: '/api/v1/captures/1' });
    expect(await change('https://vigie.example')).not.toBe('wrong-origin');
    expect(await change('http://vigie.example')).toBe('wrong-origin');
    expect(await change('https://vigie.example', { ...proxied, 'x-forwarded-proto': 'http' })).toBe(
      'wrong-origin',
    );
  });

  it('follow nothing live: a WebSocket is refused before it is one', async () => {
    const { app, refusals } = await start({ publicUrl: new URL('https://vigie.example') });
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    /** What the handshake is answered with; 503 when it was admitted, the stores not being open. */
    const handshake = async (headers: Record<string, string>): Promise<number> => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/ws/live`, { headers });
      socket.on('error', () => undefined);
      const [, { statusCode }] = (await once(socket, 'unexpected-response')) as [
        unknown,
        { statusCode: number },
      ];
      socket.terminate();
      return statusCode;
    };
    expect(await handshake({})).toBe(503);
    expect(await handshake({ origin: `http://127.0.0.1:${port}` })).toBe(503);
    expect(await handshake({ origin: 'https://vigie.example' })).toBe(503);
    for (const origin of [
      'http://evil.example',
      `https://127.0.0.1:${port}`,
      `http://localhost:${port}`,
      'null',
    ]) {
      expect(await handshake({ origin }), origin).toBe(403);
    }
    expect(await handshake({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await handshake({ host: 'evil.example' })).toBe(421);
    expect(refusals.all().get('wrong-origin')).toBe(5);
  });
});

describe('the headers of every answer', () => {
  const HSTS = 'strict-transport-security';
  const tls = { 'x-forwarded-proto': 'https' };

  async function headersOf(headers: Record<string, string>, url = '/') {
    const api = await start({ ...BEHIND, certificateNames: () => ['vigie.example'] });
    return (
      await api.app.inject({ url, remoteAddress: '192.0.2.1', headers: { host: 'localhost', ...headers } })
    ).headers;
  }

  it('keep a name that was reached over TLS there, and no address and no localhost', async () => {
    for (const url of ['/', '/api/v1/captures', '/nothing.js']) {
      expect((await headersOf({ ...tls, 'x-forwarded-host': 'vigie.example' }, url))[HSTS], url).toBe(
        'max-age=31536000',
      );
    }
    expect((await headersOf({ 'x-forwarded-host': 'vigie.example' }))[HSTS]).toBeUndefined();
    expect((await headersOf(tls))[HSTS]).toBeUndefined();
    expect((await headersOf({ ...tls, 'x-forwarded-host': '127.0.0.1' }))[HSTS]).toBeUndefined();
  });

  it('allow nothing of the device, no inline script or style, and name no server', async () => {
    for (const url of ['/', '/api/v1/docs', '/api/v1/captures', '/healthz', '/nothing.js']) {
      const headers = await headersOf({}, url);
      expect(headers['content-security-policy'], url).toMatch(/default-src 'none'/);
      expect(headers['content-security-policy'], url).not.toMatch(/unsafe/);
      expect(headers['permissions-policy'], url).toMatch(/camera=\(\).*geolocation=\(\)/);
      expect(headers['x-content-type-options'], url).toBe('nosniff');
      for (const banner of ['server', 'x-powered-by', 'access-control-allow-origin']) {
        expect(headers[banner], banner).toBeUndefined();
      }
    }
  });

  it('are on refusals too', async () => {
    const headers = await headersOf({ host: 'evil.example' });
    expect(headers['content-security-policy']).toMatch(/default-src 'none'/);
    expect(headers['content-type']).toBe('application/problem+json');
  });
});
