import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cidrs } from '../../../test/fixtures/bare-api.ts';
import { type WebServer, webServer } from '../../../test/fixtures/web-server.ts';
import { createOutgoing } from './outgoing.ts';
import { outgoingFetch } from './outgoing-fetch.ts';

let server: WebServer;
const heard: string[] = [];
beforeAll(async () => {
  server = await webServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    heard.push(`${request.method} ${request.url} ${request.headers['content-type'] ?? '-'} ${body}`);
    if (request.url === '/moved') response.writeHead(302, { location: '/there' }).end();
    else if (request.url === '/none') response.writeHead(204).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{"issuer":"x"}');
  });
});
afterAll(() => server.stop());

const make = (allow = ['127.0.0.0/8']) =>
  outgoingFetch(createOutgoing({ allow: cidrs(...allow), lookup: async () => ['127.0.0.1'] }), {
    maxBytes: 100,
    timeoutMs: 5000,
  });
const at = (path: string): string => `http://idp.example:${server.port}${path}`;

describe('fetch over the one way out', () => {
  it('answers as fetch does', async () => {
    const fetch = make();
    const response = await fetch(at('/a'), {
      ...{ method: 'POST', body: 'x=1' },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([response.status, response.ok, response.url, await response.json()]).toEqual([
      ...[200, true, at('/a'), { issuer: 'x' }],
    ]);
    expect(heard.at(-1)).toBe('POST /a application/x-www-form-urlencoded x=1');
    expect((await fetch(new Request(at('/none')))).status).toBe(204);
    expect((await fetch(at('/moved'))).url).toBe(at('/there'));
  });

  it('follows no redirect that it must not', async () => {
    expect((await make()(at('/moved'), { redirect: 'manual' })).status).toBe(302);
    await expect(make()(at('/moved'), { redirect: 'error' })).rejects.toMatchObject({ reason: 'redirect' });
  });

  it('goes nowhere inside, and sends nothing beyond its limit', async () => {
    await expect(make([])(at('/a'))).rejects.toMatchObject({ reason: 'address-refused' });
    const before = heard.length;
    await expect(make()(at('/a'), { method: 'POST', body: 'x'.repeat(101) })).rejects.toMatchObject({
      reason: 'invalid',
    });
    expect(heard.length).toBe(before);
  });
});
