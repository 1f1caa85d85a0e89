/** The built command, run as a user runs it: `npm ci` (prepare) has put it into dist/. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as f from '../../src/wire/build/index.ts';
import type { AnalysisJson } from '../fixtures/listed.ts';
import { pcapFile, pcapngFile } from '../fixtures/pcap.ts';

const VIGIE = fileURLToPath(new URL('../../dist/vigie.mjs', import.meta.url));
const A = '00:00:5e:00:53:01';
const B = '00:00:5e:00:53:02';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let folder: string;

function vigie(args: readonly string[], input?: Uint8Array): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [VIGIE, ...args], {
      cwd: folder,
      env: { ...process.env, LANG: 'C', LC_ALL: 'C', NO_COLOR: '1' },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.on('error', () => {}); // a command that reads nothing may be gone before we have written
    child.stdin.end(input ?? new Uint8Array());
  });
}

const question = f.ethernet(
  B,
  A,
  0x0800,
  f.ipv4({ src: '192.0.2.1', dst: '192.0.2.2', protocol: 17 }, f.udp(40000, 9999, 'question')),
);
const answer = f.ethernet(
  A,
  B,
  0x0800,
  f.ipv4({ src: '192.0.2.2', dst: '192.0.2.1', protocol: 17 }, f.udp(9999, 40000, 'answer')),
);
const capture = pcapFile([question, answer, question]);

beforeAll(() => {
  if (!existsSync(VIGIE)) throw new Error('dist/vigie.mjs is missing: run npm run build');
  folder = mkdtempSync(join(tmpdir(), 'vigie-cli-'));
  writeFileSync(join(folder, 'a.pcap'), capture);
  writeFileSync(join(folder, 'b.pcapng.gz'), gzipSync(pcapngFile([answer])));
  writeFileSync(join(folder, 'cut.pcap'), capture.subarray(0, capture.length - 5));
  writeFileSync(join(folder, 'notes.txt'), '# no capture\n');
  writeFileSync(join(folder, 'empty.pcap'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const json = (run: Run): AnalysisJson => JSON.parse(run.out) as AnalysisJson;

describe('vigie analyze', () => {
  it('prints a summary', async () => {
    const run = await vigie(['analyze', 'a.pcap']);
    expect(run.code).toBe(0);
    expect(run.out).toContain('192.0.2.1:40000');
    expect(run.out).toContain('3 packets');
    expect(run.err).toBe('');
  });

  it('prints nothing but JSON with --json, the same bytes each time', async () => {
    const [first, second] = await Promise.all([
      vigie(['analyze', 'a.pcap', '--json']),
      vigie(['analyze', 'a.pcap', '--json']),
    ]);
    expect(first.out).toBe(second.out);
    const analysis = json(first);
    expect(analysis).toMatchObject({ schema: 1, macs: [A, B], ips: ['192.0.2.1', '192.0.2.2'] });
    expect(analysis.capture).toMatchObject({ files: ['a.pcap'], packets: 3, decode: { ok: 3 } });
    expect(analysis.conversations).toMatchObject([
      {
        protocol: 'udp',
        src: { mac: A, ip: '192.0.2.1', port: 40000 },
        packets: 2,
        packetsBack: 1,
        packet: 1,
      },
    ]);
  });

  it('reads standard input, plain or compressed', async () => {
    const plain = json(await vigie(['analyze', '-', '--json'], capture));
    const packed = json(await vigie(['analyze', '-', '--json'], gzipSync(capture)));
    expect(plain.capture).toMatchObject({ files: ['-'], packets: 3 });
    expect(packed).toEqual(plain);
  });

  it('reads a named pipe, which it opens only once', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [run] = await Promise.all([vigie(['analyze', pipe, '--json']), writeFile(pipe, capture)]);
    expect(json(run).capture).toMatchObject({ packets: 3 });
  });

  it('reads several files as one capture and numbers packets within each', async () => {
    const analysis = json(await vigie(['analyze', 'b.pcapng.gz', 'a.pcap', '--json']));
    expect(analysis.capture).toMatchObject({ files: ['b.pcapng.gz', 'a.pcap'], packets: 4 });
    expect(analysis.conversations).toMatchObject([{ packets: 2, packetsBack: 2, packet: 1, file: 0 }]);
  });

  it.each([
    ['notes.txt', /^vigie: notes\.txt: .*offset 0.*expected .*found .*\n$/],
    ['empty.pcap', /^vigie: empty\.pcap: .*\n$/],
    ['missing.pcap', /^vigie: missing\.pcap: .*\n$/],
    ['no\nsuch\u001b[31m.pcap', /^vigie: no·such\.pcap: no such file\n$/],
  ])('refuses %s with exit code 2 and one line', async (file, line) => {
    const run = await vigie(['analyze', file]);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(line);
  });

  it('keeps what the other files hold when one is no capture', async () => {
    const run = await vigie(['analyze', 'notes.txt', 'a.pcap', '--json']);
    expect(run.code).toBe(2);
    expect(run.err).toContain('notes.txt');
    expect(json(run).capture).toMatchObject({ files: ['a.pcap'], packets: 3 });
  });

  it('keeps what comes before a cut, says so, and succeeds', async () => {
    const run = await vigie(['analyze', 'cut.pcap', '--json']);
    expect(run.code).toBe(0);
    expect(json(run)).toMatchObject({
      capture: { packets: 2 },
      warnings: [expect.stringContaining('cut.pcap')],
    });
    expect(run.err).toContain('cut.pcap');
    expect((await vigie(['analyze', 'cut.pcap'])).out).toContain('cut.pcap');
  });

  it('says so in French where French is asked for; its JSON stays English', async () => {
    const refused = await vigie(['analyze', 'notes.txt', '--lang', 'fr']);
    const expected = 'attendu une signature pcap, pcapng, gzip ou zstd, trouvé 23 20 6e 6f';
    expect(refused).toMatchObject({
      code: 2,
      out: '',
      err: `vigie: notes.txt\u00a0: position 0\u00a0: ${expected}\n`,
    });
    const cut = await vigie(['analyze', 'cut.pcap', '--json', '--lang', 'fr']);
    expect(json(cut).warnings).toEqual([
      expect.stringMatching(/^cut\.pcap: offset \d+: expected a frame of /),
    ]);
    expect(cut.err).toMatch(
      /^vigie: cut\.pcap\u00a0: position \d+\u00a0: attendu une trame .* est tronqué\n$/,
    );
    expect((await vigie(['analyze', 'cut.pcap', '--lang', 'fr'])).out).toContain('est tronqué');
    const filter = await vigie(['analyze', 'a.pcap', '--filter', 'tcp prt 80', '--lang', 'fr']);
    expect(filter).toMatchObject({
      code: 2,
      err: 'vigie: filtre, caractère 5 («\u00a0prt\u00a0»)\u00a0: attendu port ou portrange, «\u00a0and\u00a0», «\u00a0or\u00a0» ou la fin\n',
    });
  });

  it('writes CSV files and an HTML report', async () => {
    const run = await vigie(['analyze', 'a.pcap', '--csv', 'tables', '--html', 'report.html', '--quiet']);
    expect(run).toMatchObject({ code: 0, out: '', err: '' });
    expect(readdirSync(join(folder, 'tables')).sort()).toEqual([
      'conversations.csv',
      'devices.csv',
      'findings.csv',
      'protocols.csv',
      'vlans.csv',
    ]);
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('192.0.2.1');
  });

  it('writes every conversation as CSV, however few it shows', async () => {
    const frames = Array.from({ length: 1500 }, (_, i) =>
      f.ethernet(
        B,
        A,
        0x0800,
        f.ipv4({ src: '192.0.2.1', dst: '192.0.2.2', protocol: 17 }, f.udp(10_000 + i, 9999)),
      ),
    );
    const run = await vigie(['analyze', '-', '--csv', 'many', '--top', '3'], pcapFile(frames));
    expect(run.code).toBe(0);
    const lines = readFileSync(join(folder, 'many', 'conversations.csv'), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(1 + 1500);
  });

  it('says in one line what it cannot write', async () => {
    for (const args of [
      ['--csv', 'a.pcap'],
      ['--html', 'no/such/folder/report.html'],
    ]) {
      const run = await vigie(['analyze', 'a.pcap', ...args, '--quiet']);
      expect(run.code).toBe(1);
      expect(run.err).toMatch(/^vigie: .*\n$/);
      const french = await vigie(['analyze', 'a.pcap', ...args, '--quiet', '--lang', 'fr']);
      expect(french.code).toBe(1);
      expect(french.err).toMatch(/^vigie: .*\u00a0: (attendu un dossier, trouvé|impossible d’écrire) .*\n$/);
    }
  });

  it.skipIf(!existsSync('/dev/full'))('says in one line that standard output is full', async () => {
    for (const options of ['', '--json', '--csv full-tables']) {
      const child = spawn(
        'sh',
        ['-c', `"$0" "$1" analyze a.pcap ${options} > /dev/full`, process.execPath, VIGIE],
        {
          cwd: folder,
        },
      );
      let err = '';
      child.stderr.on('data', (data) => {
        err += data;
      });
      const code = await new Promise((resolve) => child.on('close', resolve));
      expect([code, err]).toEqual([1, expect.stringMatching(/^vigie: standard output: .*ENOSPC.*\n$/)]);
    }
  });

  it('counts all conversations and shows the largest', async () => {
    const frames = Array.from({ length: 1500 }, (_, i) =>
      f.ethernet(
        B,
        A,
        0x0800,
        f.ipv4({ src: '192.0.2.1', dst: '192.0.2.2', protocol: 17 }, f.udp(10_000 + i, 9999)),
      ),
    );
    const { out } = await vigie(['analyze', '-', '--top', '3'], pcapFile(frames));
    expect(out).toContain('Conversations  1,500');
    expect(out).toContain('1,497 more');
  });

  it('filters, and keeps the numbers of the packets', async () => {
    const run = await vigie(['analyze', 'a.pcap', '--json', '--filter', 'src host 192.0.2.2']);
    const analysis = json(run);
    expect(analysis.capture.packets).toBe(1);
    expect(analysis.conversations[0].packet).toBe(2);
    const wrong = await vigie(['analyze', 'a.pcap', '--filter', 'port banana']);
    expect(wrong.code).not.toBe(0);
    expect(wrong.err).toContain('banana');
  });

  it('says what it could not keep when a limit bites', async () => {
    const frames = Array.from({ length: 3000 }, (_, i) =>
      f.ethernet(
        B,
        A,
        0x0800,
        f.ipv4({ src: '192.0.2.1', dst: '192.0.2.2', protocol: 17 }, f.udp(10_000 + i, 9999)),
      ),
    );
    const run = await vigie(['analyze', '-', '--json', '--max-flows', '1024'], pcapFile(frames));
    const { limits, conversations, capture: facts } = json(run);
    expect(facts.packets).toBe(3000);
    expect(conversations).toHaveLength(1024);
    expect(limits).toMatchObject({ maxFlows: 1024, flowOverflowPackets: 3000 - 1024 });
    const shown = await vigie(['analyze', '-', '--max-flows', '1024'], pcapFile(frames));
    expect(shown.out).toContain('1,976');
  });

  it('ends quietly when nobody reads its output', async () => {
    const run = await new Promise<Run>((resolve) => {
      const head = spawn(
        'bash',
        [
          '-o',
          'pipefail',
          '-c',
          `"$1" "$2" analyze a.pcap --json | head -c 10`,
          'sh',
          process.execPath,
          VIGIE,
        ],
        { cwd: folder },
      );
      let out = '';
      let err = '';
      head.stdout.on('data', (data) => {
        out += data;
      });
      head.stderr.on('data', (data) => {
        err += data;
      });
      head.on('close', (code) => resolve({ code, out, err }));
    });
    expect(run).toMatchObject({ code: 0, out: '{\n"schema"', err: '' });
  });
});

describe('vigie open', () => {
  it('names the report it writes', async () => {
    const run = await vigie(['open', 'a.pcap']);
    expect(run.code).toBe(0);
    expect(run.out).toContain('vigie-report-a.html');
    expect(existsSync(join(folder, 'vigie-report-a.html'))).toBe(true);
  });

  it('says what to do without a file', async () => {
    const run = await vigie(['open']);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toContain('.pcap');
  });
});

describe('vigie', () => {
  it.each([[[]], [['--help']], [['help', 'analyze']], [['listen', '--help']]])('helps: %j', async (args) => {
    const run = await vigie(args);
    expect(run.code).toBe(0);
    expect(run.out).toContain('vigie');
  });

  it('tells its version', async () => {
    expect((await vigie(['version'])).out).toMatch(/^vigie \d+\.\d+\.\d+ /);
  });

  it.each([[['analyse', 'a.pcap']], [['analyze']], [['analyze', 'a.pcap', '--jsn']]])(
    'refuses %j',
    async (args) => {
      const run = await vigie(args);
      expect(run.code).toBe(64);
      expect(run.err.trim().split('\n')).toHaveLength(1);
    },
  );

  it('refuses an interface that is not there, naming it', async () => {
    const run = await vigie(['listen', 'nosuch0', '--duration', '1']);
    expect(run.code).not.toBe(0);
    expect(run.err).toContain('nosuch0');
  });
});
