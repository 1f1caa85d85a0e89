import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testIdentity } from '../../../test/fixtures/web-server.ts';
import { certificateFacts, isPair } from './certificate.ts';
import { keyFiles } from './key-files.ts';
import { ownFiles } from './own-files.ts';
import { selfSignedSource } from './self-signed.ts';
import { fromPem, toPem } from './source.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-sources-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 5, 1);

describe('a certificate of ourselves', () => {
  const make = (names = ['vigie.example', '192.0.2.7'], nowMs = NOW) =>
    selfSignedSource({ files: keyFiles(join(folder, 'tls')), names: () => names, nowMs: () => nowMs });

  it('is made once, for its owner only', async () => {
    const identity = make().load();
    expect(isPair(identity)).toBe(true);
    expect(certificateFacts(identity.cert).names).toEqual(['vigie.example', '192.0.2.7']);
    expect(make().load()).toEqual(identity);
    expect(await make().renew()).toBeNull();
    expect(readdirSync(join(folder, 'tls'))).toEqual(['self-signed.pem']);
    expect(statSync(join(folder, 'tls', 'self-signed.pem')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'tls')).mode & 0o777).toBe(0o700);
  });

  it('is made again a month before it ends, and when a name is missing', async () => {
    const first = make().load();
    const { notAfterMs } = certificateFacts(first.cert);
    expect(notAfterMs - NOW).toBeGreaterThan(390 * DAY_MS);
    // What browsers accept at all.
    expect(notAfterMs - certificateFacts(first.cert).notBeforeMs).toBeLessThan(398 * DAY_MS);
    expect(await make(undefined, notAfterMs - 31 * DAY_MS).renew()).toBeNull();
    const second = await make(undefined, notAfterMs - 29 * DAY_MS).renew();
    expect(second?.cert).not.toBe(first.cert);
    const third = make(['vigie.example', '192.0.2.7', '192.0.2.8']).load();
    expect(certificateFacts(third.cert).names).toContain('192.0.2.8');
    expect(make(['192.0.2.8']).load()).toEqual(third);
  });

  it('is made again when its file is damaged or was cut off', () => {
    const first = make().load();
    const path = join(folder, 'tls', 'self-signed.pem');
    for (const text of ['', toPem(first).slice(0, 300), toPem(first).replace(/M/g, 'N')]) {
      writeFileSync(path, text);
      expect(isPair(make().load())).toBe(true);
    }
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is kept as key and chain in one file', () => {
    const identity = testIdentity(['a.example']);
    const chain = identity.cert + testIdentity(['b.example']).cert;
    expect(fromPem(toPem({ ...identity, cert: chain }))).toEqual({ ...identity, cert: chain });
    expect(fromPem(toPem({ key: identity.key, cert: testIdentity(['a.example']).cert }))).toBeNull();
    expect(fromPem(null)).toBeNull();
  });
});

describe("a certificate in the user's files", () => {
  const certFile = () => join(folder, 'cert.pem');
  const keyFile = () => join(folder, 'key.pem');
  const source = () => ownFiles({ certFile: certFile(), keyFile: keyFile() });
  const put = ({ key, cert }: { key: string; cert: string }) => {
    writeFileSync(certFile(), cert);
    writeFileSync(keyFile(), key);
  };

  it('is read again when it changes', async () => {
    const [first, second] = [testIdentity(['a.example']), testIdentity(['a.example'])];
    put(first);
    const files = source();
    expect(files.load()).toEqual(first);
    expect(await files.renew()).toBeNull();
    put(second);
    expect(await files.renew()).toEqual(second);
    expect(await files.renew()).toBeNull();
  });

  it('is not shown while one of the two files is still the old one', async () => {
    const first = testIdentity(['a.example']);
    put(first);
    const files = source();
    files.load();
    writeFileSync(certFile(), testIdentity(['a.example']).cert);
    await expect(files.renew()).rejects.toThrow(/--tls-key .*not the key of the certificate/);
  });

  it('is refused with the file and the reason', () => {
    const identity = testIdentity(['a.example']);
    expect(() => source().load()).toThrow(/--tls-cert .*cert\.pem: cannot be read \(ENOENT\)/);
    put({ ...identity, cert: 'nonsense' });
    expect(() => source().load()).toThrow(/no certificate in it; expected PEM/);
    put({ ...identity, key: 'nonsense' });
    expect(() => source().load()).toThrow(/no private key in it that can be read/);
  });
});
