import { describe, expect, it } from 'vitest';
import { sampleAnalysis } from '../../../../../test/fixtures/analysis.ts';
import { conversationArray } from '../../../../../test/fixtures/listed.ts';
import type { Analysis } from '../../../../model/analysis.ts';
import { displayWidth } from '../text/printable.ts';
import { bar, wrap } from './table.ts';
import { type TerminalOptions, terminalLines, wantsColors } from './terminal.ts';

const draw = (analysis: Analysis, options: Partial<TerminalOptions> = {}): string[] => [
  ...terminalLines(analysis, { width: 100, colors: false, lang: 'en', top: 20, ...options }),
];
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours
const uncoloured = (line: string): string => line.replace(/\u001b\[[\d;]*m/g, '');

describe('the terminal summary', () => {
  it('fits every width from 80 to 200 in both languages, wide names included', () => {
    for (const width of [80, 81, 100, 120, 137, 200]) {
      for (const lang of ['en', 'fr'] as const) {
        for (const line of draw(sampleAnalysis(), { width, lang, top: 100 })) {
          expect(displayWidth(line), line).toBeLessThanOrEqual(width);
        }
      }
    }
  });

  it('lets nothing from a packet reach the terminal but printable text', () => {
    for (const line of draw(sampleAnalysis(), { top: 100 })) expect(line).not.toMatch(/\p{Cc}|\u202e/u);
    for (const line of draw(sampleAnalysis(), { top: 100, colors: true })) {
      expect(uncoloured(line)).not.toMatch(/\p{Cc}|\u202e/u);
    }
  });

  it('says the same with and without colours', () => {
    const analysis = sampleAnalysis();
    expect(draw(analysis, { colors: true }).map(uncoloured)).toEqual(draw(analysis));
  });

  it('gives an end that is nobody no name', () => {
    const analysis = sampleAnalysis({ devices: 1 });
    const [conversation] = sampleAnalysis().conversations;
    const everybody = { mac: 'ff:ff:ff:ff:ff:ff', ip: null, port: null };
    const one = { ...conversation, dst: everybody };
    const lines = draw({ ...analysis, conversations: conversationArray([one]) }, { width: 200 });
    expect(lines.find((line) => line.includes(everybody.mac))).toMatch(/gw-nord {2}ff:ff:ff:ff:ff:ff {2}udp/);
  });

  it('shows the first rows of each list and says how to see the others', () => {
    const lines = draw(sampleAnalysis(), { top: 5 });
    expect(lines).toContain(
      '35 more. Show them with --top 40, or take everything with --json, --csv FOLDER or --html FILE.',
    );
    const start = lines.findIndex((line) => line.startsWith('Devices'));
    expect(lines.slice(start).indexOf('')).toBe(8); // title, header, five rows, "more"
  });

  it('gives each severity and type a sign of its own besides the colour', () => {
    const text = draw(sampleAnalysis(), { top: 100 }).join('\n');
    for (const sign of ['▲ high', '◆ medium', '◆ router', '■ switch', '⬢ PLC', '◉ server']) {
      expect(text).toContain(sign);
    }
  });

  it('drops the columns that matter least when narrow, and keeps names, addresses and bytes', () => {
    const header = (width: number): string =>
      draw(sampleAnalysis(), { width }).find((line) => line.startsWith('Type'))!;
    expect(header(140)).toMatch(/Vendor.*MAC.*VLAN/);
    expect(header(80)).not.toMatch(/Vendor|VLAN/);
    expect(header(80)).toMatch(/Name.*Addresses.*Sent.*Received/);
  });

  it('keeps silent about limits that did not bite, and names those that did', () => {
    const analysis = sampleAnalysis();
    expect(draw(analysis).join('\n')).not.toContain('Limits reached');
    const limits = { ...analysis.limits, flowOverflowPackets: 1200, flowOverflowBytes: 4096, macsDropped: 3 };
    const text = draw({ ...analysis, limits }, { width: 200 }).join('\n');
    expect(text).toContain('The conversation table (1,048,576) was full: 1,200 packets (4.0\u00a0KiB)');
    expect(text).toContain('3 MAC addresses found no room (limit 65,536).');
  });

  it('shows a capture without packets in two lines', () => {
    const analysis = sampleAnalysis({ devices: 0, conversations: 0 });
    const empty: Analysis = {
      ...analysis,
      capture: { ...analysis.capture, packets: 0, firstSeen: null, lastSeen: null },
      protocols: [],
      vlans: [],
      findings: [],
      warnings: [],
    };
    expect(draw(empty)).toEqual(['vigie usine-matin.pcapng +1', 'No packets: nothing to show.']);
  });

  it('colours only a terminal, never under NO_COLOR or on a dumb one', () => {
    expect(wantsColors(true, {})).toBe(true);
    expect(wantsColors(false, {})).toBe(false);
    expect(wantsColors(true, { NO_COLOR: '1' })).toBe(false);
    expect(wantsColors(true, { NO_COLOR: '' })).toBe(true);
    expect(wantsColors(true, { TERM: 'dumb' })).toBe(false);
  });
});

describe('terminal drawing', () => {
  it('draws bars to an eighth of a cell and shows what is tiny', () => {
    expect([0, 0.001, 0.5, 1, 2].map((share) => bar(share, 4))).toEqual(['', '▏', '██', '████', '████']);
  });

  it('wraps words and cuts those that never fit', () => {
    expect(wrap('one two three', 8, '  ')).toEqual(['one two', '  three']);
    expect(wrap('abcdefghijkl x', 6, '')).toEqual(['abcde…', 'x']);
  });
});
