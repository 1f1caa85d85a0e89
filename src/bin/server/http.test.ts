import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { bareApi, cidrs } from '../../../test/fixtures/bare-api.ts';
import { createRefusals } from '../../api/network/refusals.ts';
import { createOutgoing } from '../../features/outgoing/outgoing.ts';
import { type HttpComponent, httpComponent } from './http.ts';
import type { NetworkOptions } from './network/options.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-http-'));
const running: HttpComponent[] = [];
afterEach(async () => {
  for (const http of running.splice(0)) await http.stop(1000);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An address of this host that is not loopback; none on a machine without a network. */
const OUTSIDE = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

const NETWORK: NetworkOptions = {
  ...{ tls: null, redirectPort: null, publicUrl: null },
  ...{ trustedProxies: [], allow: [], outgoingAllow: [] },
};

async function start(listen: string, network: Partial<NetworkOptions> = {}) {
  const refusals = createRefusals();
  const http = httpComponent(
    { port: 0, listen, folder, network: { ...NETWORK, ...network } },
    { outgoing: createOutgoing({ allow: [] }), refusals, log: pino({ level: 'silent' }) },
  );
  const { app } = await bareApi(http.policy);
  http.attach({ app, connect: () => undefined, disconnect: () => undefined });
  await http.start();
  running.push(http);
  return { http, refusals, port: Number(new URL(http.url()).port) };
}

/** What a connection gets: `refused` when nobody listens, `closed` when it is closed again before an answer. */
async function knock(host: string, port: number): Promise<string> {
  const socket = connect({ host, port });
  const ends = Promise.race([
    once(socket, 'data').then(([data]) => String(data).split('\r\n')[0]),
    once(socket, 'close').then(() => 'closed'),
  ]).catch(() => 'refused');
  socket.write(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  const answer = await ends;
  socket.destroy();
  return answer;
}

const OK = 'HTTP/1.1 200 OK';

describe('the ports of a server', () => {
  it('are on loopback at once', async () => {
    const { http, port } = await start('127.0.0.1');
    expect(await knock('127.0.0.1', port)).toBe(OK);
    expect(http.url()).toBe(`http://127.0.0.1:${port}/`);
    expect(await http.settle(async () => false, vi.fn())).toBe(true);
  });

  it.skipIf(OUTSIDE === undefined)(
    'are nowhere else until that is allowed, and then at the same port',
    async () => {
      const { http, port } = await start('0.0.0.0', { publicUrl: new URL('http://vigie.example') });
      let isAllowed = false;
      const moved = vi.fn();
      expect(await http.settle(async () => isAllowed, moved)).toBe(false);
      expect(await knock(OUTSIDE ?? '', port)).toBe('refused');
      expect(await knock('127.0.0.1', port)).toBe(OK);
      // The public name leads nowhere yet.
      expect(http.url()).toBe(`http://127.0.0.1:${port}/`);
      isAllowed = true;
      await vi.waitFor(() => expect(moved).toHaveBeenCalledWith('http://vigie.example/'), 20_000);
      expect(await knock(OUTSIDE ?? '', port)).toBe(OK);
      expect(await knock('127.0.0.1', port)).toBe(OK);
    },
  );

  it('stay on loopback when the address cannot be had', async () => {
    const { http, port } = await start('192.0.2.250');
    await expect(http.settle(async () => true, vi.fn())).rejects.toThrow(
      /192\.0\.2\.250: this host has no such address/,
    );
    expect(await knock('127.0.0.1', port)).toBe(OK);
  });

  it.skipIf(OUTSIDE === undefined)('close a connection from where none may come, and count it', async () => {
    const { http, port, refusals } = await start('0.0.0.0', { allow: cidrs('203.0.113.0/24') });
    await http.settle(async () => true, vi.fn());
    expect(await knock(OUTSIDE ?? '', port)).toBe('closed');
    expect(refusals.all().get('connection-not-allowed')).toBe(1);
    expect(await knock('127.0.0.1', port)).toBe(OK);
  });

  it('say which port is taken', async () => {
    const { port } = await start('127.0.0.1');
    const second = httpComponent(
      { port, listen: '127.0.0.1', folder, network: NETWORK },
      { outgoing: createOutgoing({ allow: [] }), refusals: createRefusals(), log: pino({ level: 'silent' }) },
    );
    const { app } = await bareApi();
    second.attach({ app, connect: () => undefined, disconnect: () => undefined });
    await expect(second.start()).rejects.toThrow(`port ${port} of 127.0.0.1 is taken`);
    await app.close();
  });
});
