/** `vigie listen` as people meet it: what it refuses in one line, and its view on a terminal. */
import { spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/features/analyze/outputs/text/printable.ts';
import { createListening, type ListenBench, TRAFFIC, vigie, whyNot } from './listen-command.ts';

const why = whyNot();

describe.skipIf(why !== null)('vigie listen on a terminal', { timeout: 180_000 }, () => {
  let bench: ListenBench;
  beforeAll(() => {
    bench = createListening('t');
  });
  afterEach(() => bench.killRunning());
  afterAll(() => bench?.destroy());

  test.each([
    [['nosuch0'], /^vigie: nosuch0: .*the interfaces here are cap0, lo\n$/],
    [['cap0', 'nosuch0'], /^vigie: nosuch0: .*\n$/],
    [['cap0', '--filter', 'port banana'], /^vigie: .*banana.*\n$/],
  ])('refuses %j with one line', async (args, line) => {
    const command = ['netns', 'exec', bench.net.capture, process.execPath, vigie, 'listen', ...args];
    const run = await bench.outcome('ip', command);
    expect(run.code).not.toBe(0);
    expect(run).toMatchObject({ out: '', err: expect.stringMatching(line) });
  });

  test('says what right it lacks in one line', async () => {
    const user = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
    const run = await bench.outcome('ip', [
      ...['netns', 'exec', bench.net.capture, ...user],
      ...[process.execPath, vigie, 'listen', 'cap0'],
    ]);
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toMatch(/^vigie: cap0: .*CAP_NET_RAW.*\n$/);
  });

  test.each(['en', 'fr'])(
    'draws on the alternate screen of a terminal and leaves it at Ctrl+C, in %s',
    async (lang) => {
      const inner = `stty rows 24 columns 80; exec ${process.execPath} ${vigie} listen cap0 --interval 0.3 --lang ${lang}`;
      // script(1) of util-linux gives it a terminal of its own
      const command = ['netns', 'exec', bench.net.capture, 'script', '-q', '-e', '-c', inner, '/dev/null'];
      const child = spawn('ip', command, { env: bench.environment, stdio: ['pipe', 'pipe', 'ignore'] });
      bench.own(child);
      let out = '';
      child.stdout.on('data', (data) => {
        out += data;
      });
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
      const draws = async (text: string) => {
        for (const deadline = performance.now() + 30_000; !plain(out).includes(text); ) {
          if (performance.now() > deadline) throw new Error(`'${text}' is not drawn: ${plain(out)}`);
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      };
      // Its first view is drawn once it hears; its socket is there before that, and bound to nothing yet.
      await draws(lang === 'fr' ? 'paquets/s' : 'packets/s');
      bench.send(TRAFFIC);
      bench.net.run(bench.net.capture, 'ip', 'link', 'set', 'cap0', 'down');
      bench.net.run(bench.net.capture, 'ip', 'link', 'set', 'cap0', 'up');
      await draws('198.51.100.53');
      await draws(lang === 'fr' ? 'cap0 est' : 'cap0 is up');
      child.stdin.write('\u0003');
      expect(await ended).toBe(0);
      const enter = out.indexOf('\u001b[?1049h');
      const leave = out.indexOf('\u001b[?1049l');
      expect(enter).toBeGreaterThanOrEqual(0);
      expect(leave).toBeGreaterThan(enter);
      expect(out.lastIndexOf('\u001b[?1049h')).toBe(enter);
      expect(out.lastIndexOf('\u001b[?25l')).toBeLessThan(out.lastIndexOf('\u001b[?25h'));
      for (const screen of out.slice(enter, leave).split('\u001b[H')) {
        const lines = plain(screen).split(/\r?\n/);
        // the last line feed moves to the line below
        expect(lines.length).toBeLessThanOrEqual(24);
        for (const line of lines) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
      }
      const summary = plain(out.slice(leave));
      for (const line of summary.split(/\r?\n/)) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
      const drawn = plain(out.slice(enter, leave));
      expect(drawn).toContain('198.51.100.53');
      expect(drawn).toContain(lang === 'fr' ? 'Plus gros émetteurs' : 'Top talkers');
      expect(summary).toContain(lang === 'fr' ? 'fil de capture' : 'capture worker');
    },
  );
});

/** Without escape sequences. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences
  return text.replace(/\u001b\[[?\d;]*[A-Za-z]/g, '');
}
