/** What people say, who listens, and who is refused, over HTTP with the real stores. */
import { describe, expect, it } from 'vitest';
import { testedApi, V1 } from '../../test/fixtures/tested-api.ts';

const { on, send } = testedApi();

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
    on().api.inject({ method, url: `${V1}/captures/none`, headers });

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
    const { paths } = (await on().api.inject(`${V1}/openapi.json`)).json();
    const others = Object.keys(paths).map((path) => [path, path.replaceAll(/\{\w+\}/g, 'x')]);
    expect(others.length).toBeGreaterThan(20);
    for (const [path, url] of others) {
      const { statusCode, headers: answer } = await on().api.inject({ method: 'OPTIONS', url });
      const allowed = String(answer.allow).split(', ');
      const documented = Object.keys(paths[path]).map((it) => it.toUpperCase());
      expect([statusCode, allowed.filter((it) => documented.includes(it))], path).toEqual([
        405,
        documented.sort(),
      ]);
    }
    // Its own route reads it, the one with an id would change it.
    const facets = await on().api.inject({ method: 'DELETE', url: `${V1}/devices/facets` });
    expect(facets.headers.allow).toBe('GET, HEAD, PATCH');
    const page = await on().api.inject({ method: 'POST', url: '/devices' });
    expect(page.statusCode).toBe(404);
  });

  it('gets an answer to every method', async () => {
    const head = await on().api.inject({ method: 'HEAD', url: `${V1}/captures` });
    expect([head.statusCode, head.body]).toEqual([200, '']);
    for (const method of ['OPTIONS', 'PUT', 'POST', 'DELETE', 'PATCH'] as const) {
      const {
        json,
        statusCode,
        headers: answer,
      } = await on().api.inject({ method, url: `${V1}/devices?x=1` });
      expect([statusCode, answer.allow], method).toEqual([405, 'GET, HEAD']);
      expect(json()).toMatchObject({ code: 'wrong-method', detail: expect.stringContaining(method) });
    }
    for (const path of ['/nothing', '/devices/', '/captures/%zz', '/%2e%2e%2f%2e%2e%2fetc/passwd']) {
      const { json, statusCode } = await on().api.inject(V1 + path);
      expect([400, 404], path).toContain(statusCode);
      expect(json().status).toBe(statusCode);
    }
  });
});

describe('the log', () => {
  it('has no search', () => {
    const text = on().log.lines.join('\n');
    expect(text).toContain('GET /api/v1/devices');
    expect(text).not.toContain('presse');
  });
});
