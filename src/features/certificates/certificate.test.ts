import { execFile } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { certificateFacts, certificateRequest, selfSigned } from './certificate.ts';
import { integer, objectId, time } from './der.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-certificates-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const START = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const NAMES = ['vigie.example', '*.usine.example', '192.0.2.7', '2001:db8::7'];
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** OpenSSL as a second reader; what it says. */
async function openssl(content: string | Uint8Array, ...args: readonly string[]): Promise<string> {
  const file = join(folder, 'in');
  writeFileSync(file, content);
  const { stdout, stderr } = await promisify(execFile)(
    'openssl',
    args.map((arg) => (arg === 'FILE' ? file : arg)),
  );
  return stdout + stderr;
}

describe('a certificate of our own', () => {
  const text = selfSigned(keys, { names: NAMES, notBeforeMs: START, notAfterMs: START + 397 * DAY_MS });

  it('says what it was made with', () => {
    expect(certificateFacts(text)).toMatchObject({
      names: NAMES,
      notBeforeMs: START,
      notAfterMs: START + 397 * DAY_MS,
      fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
    });
  });

  it('is for these names, signed by its key, and no authority', () => {
    const certificate = new X509Certificate(text);
    expect(certificate.checkHost('vigie.example')).toBe('vigie.example');
    expect(certificate.checkHost('presse.usine.example')).toBe('*.usine.example');
    expect(certificate.checkHost('example')).toBeUndefined();
    expect(certificate.checkIP('2001:db8:0::7')).toBe('2001:db8:0::7');
    expect(certificate.checkIP('192.0.2.8')).toBeUndefined();
    expect(certificate.verify(keys.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(keys.privateKey)).toBe(true);
    expect(certificate.ca).toBe(false);
  });

  it('is accepted by OpenSSL as a server that is trusted by itself', async () => {
    const at = String(START / 1000 + 10);
    const said = await openssl(
      ...[text, 'verify', '-x509_strict', '-check_ss_sig', '-CAfile', 'FILE', '-attime', at],
      ...['-purpose', 'sslserver', '-verify_ip', '192.0.2.7', 'FILE'],
    );
    expect(said).toMatch(/: OK$/m);
  });

  it('has another serial number each time', () => {
    const again = selfSigned(keys, { names: NAMES, notBeforeMs: START, notAfterMs: START + DAY_MS });
    expect(new X509Certificate(again).serialNumber).not.toBe(new X509Certificate(text).serialNumber);
  });
});

describe('a certification request', () => {
  it('is read by OpenSSL, with its names', async () => {
    const said = await openssl(
      ...([
        certificateRequest(keys, NAMES),
        'req',
        '-inform',
        'DER',
        '-in',
        'FILE',
        '-verify',
        '-noout',
      ] as const),
      '-text',
    );
    expect(said).toContain('verify OK');
    expect(said).toContain('DNS:vigie.example, DNS:*.usine.example, IP Address:192.0.2.7');
  });
});

describe('DER', () => {
  it('writes integers short and positive', () => {
    expect(hex(integer(Uint8Array.of(0, 0, 1)))).toBe('020101');
    expect(hex(integer(Uint8Array.of(0x80)))).toBe('02020080');
    expect(hex(integer(Uint8Array.of(0)))).toBe('020100');
  });

  it('writes object identifiers with long arcs', () => {
    expect(hex(objectId('1.2.840.113549.1.9.14'))).toBe('06092a864886f70d01090e');
  });

  it('writes times with two digits of the year until 2049, then with four', () => {
    expect(Buffer.from(time(Date.UTC(2049, 11, 31, 23, 59, 59))).toString('latin1')).toBe(
      '\x17\r491231235959Z',
    );
    expect(Buffer.from(time(Date.UTC(2050, 0, 1))).toString('latin1')).toBe('\x18\x0f20500101000000Z');
  });
});
