import { describe, expect, it } from 'vitest';
import { contains, parseAddress } from '../../base/cidr.ts';
import { InputError } from '../../base/errors.ts';
import type { ServerCommand } from './command.ts';
import { parseCommandLine } from './parse-arguments.ts';

type Env = Record<string, string>;

function network(words: string, env: Env = {}): ServerCommand['network'] {
  const command = parseCommandLine(`server ${words}`.trim().split(' '), 'en', env);
  if (command.kind !== 'server') throw new Error(command.kind);
  return command.network;
}

/** The usage error, in both languages; fails when there is none. */
function mistake(words: string, env: Env = {}): string {
  const [english, french] = ['en', 'fr'].map((lang) => {
    try {
      network(`${words} --lang ${lang}`.trim(), env);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as InputError).exitCode).toBe(64);
      return (error as InputError).message;
    }
    throw new Error(`accepted: ${words}`);
  });
  expect(french).not.toBe(english);
  return english;
}

describe('TLS', () => {
  it('is off, of own files, self-signed or from an authority', () => {
    expect(network('').tls).toBeNull();
    expect(network('--tls-cert /c.pem --tls-key /k.pem').tls).toEqual({
      ...{ kind: 'files', certFile: '/c.pem', keyFile: '/k.pem' },
    });
    expect(network('--tls self-signed --http-redirect 80')).toMatchObject({
      tls: { kind: 'self-signed' },
      redirectPort: 80,
    });
    expect(
      network(
        '--tls acme --http-redirect 80 --acme-domain A.example.com --acme-domain b.example.com,a.example.com',
      ).tls,
    ).toEqual({
      kind: 'acme',
      domains: ['a.example.com', 'b.example.com'],
      email: null,
      directory: 'https://acme-v02.api.letsencrypt.org/directory',
    });
    expect(
      network(
        '--tls acme --http-redirect 80 --acme-domain a.example.com --acme-email ada@example.com --acme-directory https://ca.example/dir',
      ).tls,
    ).toMatchObject({ email: 'ada@example.com', directory: 'https://ca.example/dir' });
  });

  it.each([
    ['--tls yes', /takes self-signed or acme, not "yes"/],
    ['--tls-cert a.pem', /--tls-cert needs --tls-key/],
    ['--tls-key a.pem', /--tls-key needs --tls-cert/],
    ['--tls self-signed --tls-cert a --tls-key b', /leave one of the two out/],
    ['--http-redirect 80', /leads to HTTPS, and there is none/],
    ['--tls self-signed --http-redirect 8480', /8480 is the port of the console/],
    ['--tls self-signed --http-redirect 99999', /0 to 65535/],
    ['--tls acme --acme-domain a.example.com', /needs --http-redirect/],
    ['--tls acme --http-redirect 80', /needs --acme-domain/],
    ['--acme-domain a.example.com', /--acme-domain says nothing without --tls acme/],
    ['--tls self-signed --acme-email a@example.com', /--acme-email says nothing/],
    ['--tls acme --http-redirect 80 --acme-domain *.example.com', /not "\*\.example\.com"/],
    ['--tls acme --http-redirect 80 --acme-domain 192.0.2.1', /takes a name in the DNS/],
    ['--tls acme --http-redirect 80 --acme-domain localhost', /takes a name in the DNS/],
    [
      '--tls acme --http-redirect 80 --acme-domain a.example.com --acme-email nobody',
      /takes an email address/,
    ],
    [
      '--tls acme --http-redirect 80 --acme-domain a.example.com --acme-directory http://ca.example',
      /takes an https/,
    ],
  ])('refuses %s', (words, says) => {
    expect(mistake(words)).toMatch(says);
  });
});

describe('the public address', () => {
  it('is an origin', () => {
    expect(network('--public-url https://Vigie.example:8443').publicUrl?.origin).toBe(
      'https://vigie.example:8443',
    );
    expect(network('--public-url http://vigie.example/').publicUrl?.origin).toBe('http://vigie.example');
  });

  it.each([
    'vigie.example',
    'https://vigie.example/console',
    'https://a:b@vigie.example',
    'ftp://vigie.example',
    'https://v.example?x',
  ])('is not %s', (url) => expect(mistake(`--public-url ${url}`)).toMatch(/takes an address without path/));

  it('is https where the server is', () => {
    expect(mistake('--tls self-signed --public-url http://vigie.example')).toMatch(/write https/);
  });
});

describe('networks', () => {
  it('are given several times or with commas', () => {
    const { allow, trustedProxies, outgoingAllow } = network(
      '--allow 192.0.2.0/24,2001:db8::/32 --allow 198.51.100.7 --trusted-proxy ::1 --outgoing-allow 10.0.0.0/8',
    );
    expect([allow.length, trustedProxies.length, outgoingAllow.length]).toEqual([3, 1, 1]);
    expect(contains(allow[2], parseAddress('198.51.100.7') ?? [])).toBe(true);
  });

  it('are refused with their option and what was expected', () => {
    for (const option of ['--allow', '--trusted-proxy', '--outgoing-allow']) {
      for (const text of ['192.0.2.1/24', 'example.org', '192.0.2.0/33', '192.0.2.0/24,nonsense']) {
        expect(mistake(`${option} ${text}`)).toMatch(new RegExp(`^${option} takes networks such as`));
      }
    }
  });
});

describe('the environment', () => {
  it('says what was not typed', () => {
    const env = {
      VIGIE_TLS: 'self-signed',
      VIGIE_ALLOW: '192.0.2.0/24, ::1',
      VIGIE_TRUSTED_PROXY: '',
      VIGIE_PORT: '1',
    };
    expect(network('', env)).toMatchObject({ tls: { kind: 'self-signed' }, trustedProxies: [] });
    expect(network('', env).allow).toHaveLength(2);
    expect(network('--allow 198.51.100.0/24', env).allow).toHaveLength(1);
    expect(parseCommandLine(['server', '--port', '2'], 'en', env)).toMatchObject({ port: 2 });
    expect(parseCommandLine(['server'], 'en', env)).toMatchObject({ port: 1 });
    expect(parseCommandLine(['server'], 'en', { VIGIE_LISTEN: '::' })).toMatchObject({ listen: '::' });
  });

  it('is named in what is wrong with it', () => {
    expect(mistake('', { VIGIE_ALLOW: 'nonsense' })).toMatch(/^VIGIE_ALLOW takes networks/);
    expect(mistake('', { VIGIE_PORT: 'x' })).toMatch(/^VIGIE_PORT takes/);
    expect(mistake('', { VIGIE_TLS: 'x' })).toMatch(/^VIGIE_TLS takes/);
    expect(mistake('', { VIGIE_LISTEN: 'x' })).toMatch(/^VIGIE_LISTEN takes/);
  });
});
