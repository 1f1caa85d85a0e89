import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { displayWidth } from '../../features/analyze/outputs/text/printable.ts';
import { isBrokenPipe, onBrokenPipe } from './broken-pipe.ts';
import { TOPICS } from './command.ts';
import { helpText, whatToDoText } from './help.ts';
import { parseCommandLine } from './parse-arguments.ts';
import { createProgress } from './progress.ts';
import { reportName } from './report-name.ts';

const PAGES = (['en', 'fr'] as const).flatMap((lang) => [
  ...[null, ...TOPICS].map((topic) => helpText(topic, lang, false)),
  whatToDoText(lang, false),
]);

describe('help', () => {
  it('fits 80 columns and ends with one line feed', () => {
    for (const page of PAGES) {
      expect(page).toMatch(/^\S[\s\S]*[^\n]\n$/);
      for (const line of page.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
    }
  });

  it('shows only examples the command line accepts', () => {
    let examples = 0;
    for (const page of PAGES) {
      for (const [, typed] of page.matchAll(/\$ (?:.*\| ?)?(?:sudo )?vigie ([^|>\n]*)/g)) {
        const words = (typed.match(/'[^']*'|\S+/g) ?? []).map((part) => part.replaceAll("'", ''));
        expect(() => parseCommandLine(words), typed).not.toThrow();
        examples++;
      }
    }
    expect(examples).toBeGreaterThan(20);
  });

  it('names the same options in both languages', () => {
    const options = (text: string): string[] => text.match(/(?<=^ {2}(?:-\w, )?)--[a-z-]+/gm) ?? [];
    for (const topic of [null, ...TOPICS]) {
      expect(options(helpText(topic, 'fr', false))).toEqual(options(helpText(topic, 'en', false)));
    }
  });

  it('says the same with colours', () => {
    for (const topic of [null, ...TOPICS]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours
      const plain = helpText(topic, 'en', true).replace(/\u001b\[[\d;]*m/g, '');
      expect(plain).toBe(helpText(topic, 'en', false));
    }
  });
});

describe('the progress bar', () => {
  const make = (out: { isTTY?: boolean; columns?: number }, quiet = false) => {
    const written: string[] = [];
    let now = 0;
    const progress = createProgress({
      out: { ...out, write: (text) => written.push(text) },
      nowMs: () => now,
      lang: 'en',
      quiet,
    });
    return { progress, written, wait: (ms: number) => (now += ms) };
  };

  it('is silent without a terminal and when quiet', () => {
    for (const { progress, written, wait } of [make({}), make({ isTTY: true }, true)]) {
      wait(5000);
      progress.update(1, 2, 3);
      progress.erase();
      expect(written).toEqual([]);
    }
  });

  it('shows percent, rate, packets and time left', () => {
    const { progress, written, wait } = make({ isTTY: true, columns: 100 });
    wait(2000);
    progress.update(64 * 2 ** 20, 256 * 2 ** 20, 123456);
    expect(written).toEqual([
      '\r\u001b[2K  25%  █████···············  32.0\u00a0MiB/s  123,456 packets  6\u00a0s left',
    ]);
  });

  it('takes a terminal that was never told its size for one of 80 columns', () => {
    const { progress, written, wait } = make({ isTTY: true, columns: 0 });
    wait(2000);
    progress.update(64 * 2 ** 20, 256 * 2 ** 20, 123456);
    expect(written[0]).toContain('25%');
  });

  it('shows what it can of a pipe', () => {
    const { progress, written, wait } = make({ isTTY: true });
    wait(1000);
    progress.update(2 ** 20, null, 10);
    expect(written).toEqual(['\r\u001b[2K1.0\u00a0MiB  1.0\u00a0MiB/s  10 packets']);
  });

  it('draws at most ten times a second, fits the terminal, and leaves nothing behind', () => {
    const { progress, written, wait } = make({ isTTY: true, columns: 30 });
    for (let i = 0; i < 2000; i++) {
      wait(1);
      progress.update(i, 2000, i * 7);
    }
    expect(written.length).toBeGreaterThan(10);
    expect(written.length).toBeLessThanOrEqual(20);
    for (const text of written) expect(displayWidth(text.replace('\r\u001b[2K', ''))).toBeLessThan(30);
    progress.erase();
    expect(written.at(-1)).toBe('\r\u001b[2K');
    const { length } = written;
    progress.erase();
    expect(written).toHaveLength(length);
  });
});

describe('a reader that leaves', () => {
  it('ends quietly, once, and other errors are handed on', () => {
    const out = new EventEmitter();
    const end = vi.fn();
    const fail = vi.fn();
    onBrokenPipe([out], end, fail);
    const broken = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    out.emit('error', broken);
    out.emit('error', broken);
    expect(end).toHaveBeenCalledTimes(1);
    expect(fail).not.toHaveBeenCalled();
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    out.emit('error', full);
    expect(fail).toHaveBeenCalledWith(full);
    expect([broken, full, null, 'EPIPE'].map(isBrokenPipe)).toEqual([true, false, false, false]);
  });
});

describe('the name of a report', () => {
  it('is that of the first capture, safe for every file system', () => {
    expect(reportName(['/var/tmp/Monday morning.pcapng.gz'])).toBe('vigie-report-Monday-morning.html');
    expect(reportName(['usine-été.pcap', 'b.pcap', 'c'])).toBe('vigie-report-usine-été+2.html');
    expect(reportName(['-'])).toBe('vigie-report-stdin.html');
    expect(reportName(['../..'])).toBe('vigie-report-capture.html');
    expect(reportName([`${'x'.repeat(300)}.pcap`]).length).toBeLessThan(100);
  });
});
