import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../base/errors.ts';
import type { AnalyzeCommand } from './command.ts';
import { parseCommandLine } from './parse-arguments.ts';
import { editDistance, nearest } from './suggest.ts';

/** What a server is told of the network that was told nothing. */
const NO_NETWORK = {
  ...{ tls: null, redirectPort: null, publicUrl: null },
  ...{ trustedProxies: [], allow: [], outgoingAllow: [] },
};

/** The usage error of a command line; fails when there is none. */
function mistake(...argv: string[]): string {
  try {
    parseCommandLine(argv);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).exitCode).toBe(64);
    expect((error as InputError).message).not.toContain('\n');
    return (error as InputError).message;
  }
  throw new Error(`accepted: ${argv.join(' ')}`);
}

describe('the command line', () => {
  it('reads every option of analyze, before or after the files', () => {
    const words =
      'analyze --json a.pcap --csv out --html=r.html -f port=53 -q --lang fr --max-flows 1000 --top 5 -';
    expect(parseCommandLine(words.split(' '))).toEqual({
      kind: 'analyze',
      files: ['a.pcap', '-'],
      json: true,
      csv: 'out',
      html: 'r.html',
      filter: 'port=53',
      quiet: true,
      lang: 'fr',
      maxFlows: 1000,
      top: 5,
    });
  });

  it('reads what is done with the audit log and the secrets, and names the verb that is missing', () => {
    expect(parseCommandLine('audit verify --data d --json'.split(' '))).toEqual({
      ...{ kind: 'audit', data: 'd', json: true, lang: 'en' },
    });
    expect(parseCommandLine(['secrets', 'rotate'], 'fr')).toEqual({
      ...{ kind: 'secrets', data: null, json: false, lang: 'fr' },
    });
    expect(mistake('audit')).toBe('"vigie audit" is no command. Did you mean: vigie audit verify?');
    expect(mistake('secrets', 'show')).toMatch(/"vigie secrets show" is no command/);
  });

  it('leaves to defaults what was not said', () => {
    expect(parseCommandLine(['analyze', 'a.pcap'], 'fr')).toEqual({
      kind: 'analyze',
      files: ['a.pcap'],
      json: false,
      csv: null,
      html: null,
      filter: null,
      quiet: false,
      lang: 'fr',
      maxFlows: null,
      top: 20,
    });
  });

  it.each(['token', 'token=', 'token=0', 'king=5', 'token=-1', 'token=1e9'])(
    'refuses --rate-limit %s',
    (text) => {
      expect(() => parseCommandLine(['server', '--rate-limit', text])).toThrow('--rate-limit takes KIND=N');
    },
  );

  it('refuses a --site that nothing would belong to, or without a name', () => {
    const server = (...words: string[]) => parseCommandLine(['server', ...words]);
    expect(() => server('--site', 'Lyon')).toThrow('it needs --open or --capture beside it');
    expect(() => server('a.pcap', '--site', ' ')).toThrow('--site takes a name of 1 to 100 characters');
    expect(server('a.pcap', '--site', ' Lyon ')).toMatchObject({ site: 'Lyon' });
  });

  it('reads every option of server', () => {
    const words =
      'server a.pcap --open b.pcap --port 0 --listen ::1 --data /d --capture eth1 --capture eth2 --capture eth1 --open=c.pcap --max-upload-gb 0.5 --site Lyon --rate-limit token=7,signIn=3 --log-level debug -q';
    expect(parseCommandLine(words.split(' '))).toEqual({
      kind: 'server',
      port: 0,
      listen: '::1',
      data: '/d',
      open: ['b.pcap', 'c.pcap', 'a.pcap'],
      capture: ['eth1', 'eth2'],
      site: 'Lyon',
      maxUploadBytes: 2 ** 29,
      rates: { token: 7, session: 3000, address: 300, signIn: 3 },
      logLevel: 'debug',
      quiet: true,
      lang: 'en',
      network: NO_NETWORK,
    });
    expect(parseCommandLine(['server'], 'fr')).toEqual({
      kind: 'server',
      port: 8480,
      listen: '127.0.0.1',
      data: null,
      open: [],
      capture: [],
      site: null,
      maxUploadBytes: 64 * 2 ** 30,
      rates: { token: 100, session: 3000, address: 300, signIn: 20 },
      logLevel: null,
      quiet: false,
      lang: 'fr',
      network: NO_NETWORK,
    });
  });

  it('takes an address of this host to listen on, and no name', () => {
    for (const address of ['127.evil.example', 'example.org', '1.2.3', '0.0.0.0/0', '*']) {
      expect(mistake('server', '--listen', address)).toMatch(/--listen takes an address of this host/);
    }
    expect(mistake('server', '--listen', 'x', '--lang', 'fr')).toMatch(/prend une adresse de cette machine/);
    for (const address of ['127.0.0.1', '0.0.0.0', 'localhost', '::', '192.0.2.1']) {
      expect(parseCommandLine(['server', '--listen', address])).toMatchObject({ listen: address });
    }
  });

  it('names what is wrong with options of server', () => {
    expect(mistake('server', '--port', '65536')).toContain('0 to 65535');
    expect(mistake('server', '--max-upload-gb', '0')).toContain('0.001 to 1024');
    expect(mistake('server', '--log-level', 'loud')).toContain('trace, debug, info, warn, error, silent');
    expect(mistake('server', '-')).toContain('vigie analyze -');
    expect(mistake('server', '--json')).toContain('analyze');
  });

  it('reads every option of listen', () => {
    const words =
      'listen eth0 eth1 eth0 --json --interval 0.5 --filter tcp --snaplen 128 --ring-mb 64 --no-promiscuous --duration 60 --max-flows 4096';
    expect(parseCommandLine(words.split(' '))).toEqual({
      kind: 'listen',
      interfaces: ['eth0', 'eth1'],
      json: true,
      intervalSeconds: 0.5,
      filter: 'tcp',
      snaplen: 128,
      ringMb: 64,
      promiscuous: false,
      durationSeconds: 60,
      maxFlows: 4096,
      quiet: false,
      lang: 'en',
    });
  });

  it('reads every option of demo, and needs none', () => {
    expect(parseCommandLine('demo --out d.pcap --minutes 3 --seed 0 -q --lang fr'.split(' '))).toEqual({
      kind: 'demo',
      out: 'd.pcap',
      minutes: 3,
      seed: 0,
      quiet: true,
      lang: 'fr',
    });
    expect(parseCommandLine(['demo'])).toEqual({
      kind: 'demo',
      out: null,
      minutes: 10,
      seed: 2026,
      quiet: false,
      lang: 'en',
    });
    expect(mistake('demo', 'a.pcap')).toContain('vigie open a.pcap?');
    expect(mistake('demo', '--minutes', '0')).toContain('from 1 to 1440');
  });

  it('opens without a file, so that help can be shown', () => {
    expect(parseCommandLine(['open'])).toMatchObject({ kind: 'open', files: [] });
  });

  it('takes what follows -- as files', () => {
    const { files } = parseCommandLine(['analyze', '--', '--json', '-q']) as AnalyzeCommand;
    expect(files).toEqual(['--json', '-q']);
  });

  it('asks for help and version in every usual way', () => {
    expect(parseCommandLine([])).toEqual({ kind: 'help', topic: null, lang: 'en' });
    expect(parseCommandLine(['--lang', 'fr'])).toEqual({ kind: 'help', topic: null, lang: 'fr' });
    for (const words of [['help'], ['--help'], ['-h']]) {
      expect(parseCommandLine(words)).toEqual({ kind: 'help', topic: null, lang: 'en' });
    }
    for (const words of [
      ['help', 'listen'],
      ['listen', '-h'],
      ['listen', 'eth0', '--help'],
      ['--help', 'listen'],
    ]) {
      expect(parseCommandLine(words)).toEqual({ kind: 'help', topic: 'listen', lang: 'en' });
    }
    for (const words of [['version'], ['--version'], ['-V']]) {
      expect(parseCommandLine(words)).toEqual({ kind: 'version', lang: 'en' });
    }
  });

  it('names the option that was meant', () => {
    expect(mistake('analyze', 'a', '--jsno')).toBe('Unknown option --jsno. Did you mean --json?');
    expect(mistake('analyze', 'a', '--maxflows', '3')).toContain('--max-flows?');
    expect(mistake('analyze', 'a', '--wireshark')).toBe(
      'Unknown option --wireshark. "vigie help analyze" lists them.',
    );
    expect(mistake('analyze', 'a', '--snaplen', '3')).toBe(
      '--snaplen belongs to "vigie listen", not "vigie analyze".',
    );
    expect(mistake('analyze', 'a', '--constructor')).toContain('Unknown option');
  });

  it('names the command that was meant', () => {
    expect(mistake('analyse', 'a')).toBe('Unknown command "analyse". Did you mean "vigie analyze"?');
    expect(mistake('a.pcap')).toBe('"a.pcap" is no command. Did you mean: vigie analyze a.pcap?');
    expect(mistake('--json', 'a.pcap')).toContain('The command comes first');
    expect(mistake('help', 'lisen')).toContain('"vigie listen"');
  });

  it('explains mistakes in the language asked for', () => {
    expect(() => parseCommandLine(['analyze', '--lang', 'fr'])).toThrow(
      'vigie analyze attend une capture\u00a0: vigie analyze FICHIER… («\u00a0-\u00a0» lit l’entrée standard).',
    );
  });

  it('refuses values that are missing, not wanted or out of bounds', () => {
    expect(mistake('analyze')).toContain('vigie analyze FILE…');
    expect(mistake('analyze', 'a', '--csv')).toBe('--csv needs a value: --csv VALUE.');
    expect(mistake('analyze', 'a', '--csv', '--json')).toContain('--csv needs a value');
    expect(mistake('analyze', 'a', '--json=out')).toBe('--json takes no value, got "out".');
    expect(mistake('analyze', 'a', '--top', '0')).toBe(
      '--top takes a whole number from 1 to 1000000, not "0".',
    );
    expect(mistake('analyze', 'a', '--max-flows', '1e9')).toContain('not "1e9"');
    expect(mistake('analyze', 'a', '--lang', 'de')).toBe('--lang takes en or fr, not "de".');
    expect(mistake('analyze', '-', '-')).toBe('Standard input ("-") can be read only once.');
    expect(mistake('listen')).toContain('"ip link" names them');
    expect(mistake('listen', 'eth0', '--snaplen', '20')).toContain('from 64 to 262144');
    expect(mistake('listen', 'eth0', '--interval', 'soon')).toContain('takes a number from 0.1');
  });

  it('either gives a command or exit code 64, whatever is typed', () => {
    const words = fc.constantFrom(
      'analyze',
      'listen',
      'open',
      'demo',
      '-',
      '--',
      '--json',
      '--top',
      '3',
      '-h',
      '-qf',
      '--lang',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string())), (argv) => {
        try {
          expect(parseCommandLine(argv).kind).toBeTypeOf('string');
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect((error as InputError).exitCode).toBe(64);
        }
      }),
    );
  });
});

describe('suggestions', () => {
  it('count insertions, deletions, changes and swaps', () => {
    expect([editDistance('json', 'jsno'), editDistance('top', 'stop'), editDistance('', 'abc')]).toEqual([
      1, 1, 3,
    ]);
  });

  it('keep silent when nothing is near', () => {
    expect(nearest('zzzz', ['json', 'csv'])).toBeNull();
    expect(nearest('x', ['q'])).toBeNull();
  });
});
