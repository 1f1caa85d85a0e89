import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cidrs } from '../../../../test/fixtures/bare-api.ts';
import { freePort, HAS_PEBBLE, type Pebble, startPebble } from '../../../../test/fixtures/pebble.ts';
import { createOutgoing } from '../../outgoing/outgoing.ts';
import { certificateFacts, isPair } from '../certificate.ts';
import { keyFiles } from '../key-files.ts';
import { acmeSource } from './acme.ts';

const answers = new Map<string, string>();
const asked: string[] = [];
let isAnswering = true;
let folder = '';
let pebble: Pebble;
let web: Server;

describe.skipIf(!HAS_PEBBLE)('a certificate from an authority', () => {
  beforeAll(async () => {
    const port = await freePort();
    web = createServer((request, response) => {
      asked.push(`${request.headers.host?.split(':')[0]} ${request.url}`);
      const proof = answers.get(request.url?.split('/').at(-1) ?? '');
      response.writeHead(proof !== undefined && isAnswering ? 200 : 404).end(isAnswering ? proof : undefined);
    }).listen(port, '127.0.0.1');
    pebble = await startPebble(port);
    folder = mkdtempSync(join(tmpdir(), 'vigie-acme-'));
  });
  afterEach(() => {
    isAnswering = true;
  });
  afterAll(() => {
    pebble?.stop();
    web?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const make = (more: { domains?: string[]; nowMs?: () => number; name?: string; allow?: string[] } = {}) => {
    const { domains = ['vigie.example.com', 'console.example.com'], nowMs = Date.now, name = 'tls' } = more;
    return acmeSource({
      ...{ domains, email: 'ada@example.com', directory: pebble.directory, answers, nowMs },
      files: keyFiles(join(folder, name)),
      outgoing: createOutgoing({ allow: cidrs(...(more.allow ?? ['127.0.0.0/8'])), ca: pebble.ca }),
      signal: new AbortController().signal,
    });
  };

  it('is of its own making until the authority has been asked', () => {
    const identity = make().load();
    expect(isPair(identity)).toBe(true);
    expect(certificateFacts(identity.cert).names).toEqual(['vigie.example.com', 'console.example.com']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is given for names that are shown to be ours, and kept for its owner only', async () => {
    const source = make();
    const identity = await source.renew();
    if (identity === null) throw new Error('none was asked for');
    const [leaf, intermediate] = (identity.cert.match(/-----BEGIN[\s\S]+?END CERTIFICATE-----/g) ?? []).map(
      (text) => new X509Certificate(text),
    );
    const root = new X509Certificate(await pebble.root());
    expect(isPair(identity)).toBe(true);
    expect(leaf.verify(intermediate.publicKey)).toBe(true);
    expect(intermediate.verify(root.publicKey)).toBe(true);
    expect(certificateFacts(identity.cert).names.toSorted()).toEqual([
      'console.example.com',
      'vigie.example.com',
    ]);
    expect(new Set(asked.map((line) => line.split('/').slice(0, 3).join('/')))).toEqual(
      new Set([
        'vigie.example.com /.well-known/acme-challenge',
        'console.example.com /.well-known/acme-challenge',
      ]),
    );
    // Answers are there only while they are asked for.
    expect(answers.size).toBe(0);
    const files = readdirSync(join(folder, 'tls'));
    expect(files).toHaveLength(2);
    for (const file of files) expect(statSync(join(folder, 'tls', file)).mode & 0o777, file).toBe(0o600);
    expect(statSync(join(folder, 'tls')).mode & 0o777).toBe(0o700);
    expect(source.load()).toEqual(identity);
    expect(make().load()).toEqual(identity);
    expect(await source.renew()).toBeNull();
  });

  it('is asked for again in the last third of its time, and for other names', async () => {
    const { notBeforeMs, notAfterMs } = certificateFacts(make().load().cert);
    const twoThirds = notBeforeMs + ((notAfterMs - notBeforeMs) * 2) / 3;
    expect(await make({ nowMs: () => twoThirds - 60_000 }).renew()).toBeNull();
    const before = make().load();
    const next = await make({ nowMs: () => twoThirds + 60_000 }).renew();
    expect(next?.cert).not.toBe(before.cert);
    expect(next?.key).not.toBe(before.key);
    expect(make().load()).toEqual(next);
    const other = await make({ domains: ['other.example.com'] }).renew();
    expect(certificateFacts(other?.cert ?? '').names).toEqual(['other.example.com']);
  });

  it('is refused with the reason of the authority, and nothing is kept', async () => {
    isAnswering = false;
    const refused = make({ name: 'refused', domains: ['stranger.example.com'] });
    await expect(refused.renew()).rejects.toThrow(
      /^stranger\.example\.com: the authority could not be shown that it is ours \(invalid\): .*404/,
    );
    expect(answers.size).toBe(0);
    expect(readdirSync(join(folder, 'refused')).filter((name) => !name.includes('account'))).toEqual([]);
  });

  it('is not asked for inside unless that is allowed', async () => {
    await expect(make({ name: 'inside', allow: [] }).renew()).rejects.toMatchObject({
      reason: 'address-refused',
    });
  });
});
