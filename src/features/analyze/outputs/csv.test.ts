import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleAnalysis } from '../../../../test/fixtures/analysis.ts';
import { csvCell, writeCsv } from './csv.ts';

/** A strict RFC 4180 reader, to check what was written. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (match === null) throw new Error(`not RFC 4180 after row ${rows.length}`);
    row.push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
    if (match[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-csv-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('CSV cells', () => {
  it('quotes commas, quotes and line ends, and nothing else', () => {
    expect(['a', 'a b', 'a,b', 'a"b', 'a\nb', ''].map(csvCell)).toEqual([
      'a',
      'a b',
      '"a,b"',
      '"a""b"',
      '"a\nb"',
      '',
    ]);
  });

  it('keeps text from becoming a formula', () => {
    expect(['=1+1', '+1', '-1', '@x', '\tx', '\rx'].map(csvCell)).toEqual([
      "'=1+1",
      "'+1",
      "'-1",
      "'@x",
      "'\tx",
      '"\'\rx"',
    ]);
  });

  it('leaves numbers and absent values alone', () => {
    expect([-5, 0, 1.25, true, null].map(csvCell)).toEqual(['-5', '0', '1.25', 'true', '']);
  });

  it('reads back as written, for any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (cells) => {
        const [row] = parseCsv(`${cells.map(csvCell).join(',')}\r\n`);
        expect(row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r])/, ''))).toEqual(cells);
      }),
    );
  });
});

describe('--csv FOLDER', () => {
  it('creates the folder and writes the five files, every row as wide as its header', async () => {
    const target = join(folder, 'a', 'b');
    const analysis = sampleAnalysis();
    const paths = await writeCsv(analysis, target);
    expect(paths.map((path) => path.slice(target.length + 1))).toEqual([
      'devices.csv',
      'conversations.csv',
      'protocols.csv',
      'vlans.csv',
      'findings.csv',
    ]);
    const rows = paths.map((path) => parseCsv(readFileSync(path, 'utf8')));
    for (const sheet of rows) for (const row of sheet) expect(row).toHaveLength(sheet[0].length);
    expect(rows.map((sheet) => sheet.length - 1)).toEqual([
      analysis.devices.length,
      analysis.conversations.length,
      analysis.protocols.length,
      analysis.vlans.length,
      analysis.findings.length,
    ]);
  });

  it('joins lists by "; " and disarms hostile names', async () => {
    const [devices] = await writeCsv(sampleAnalysis(), folder);
    const text = readFileSync(devices, 'utf8');
    expect(text).toContain('192.0.2.1; 2001:db8:10::1; 192.0.2.1; 198.51.100.1');
    expect(text).toContain(",'=cmd|calc!A1,");
  });

  it('refuses a file as FOLDER and says so', async () => {
    const file = join(folder, 'taken');
    writeFileSync(file, 'x');
    await expect(writeCsv(sampleAnalysis(), file)).rejects.toThrow(
      `--csv ${file}: expected a folder, found a file. Give another name.`,
    );
    await expect(writeCsv(sampleAnalysis(), join(file, 'below'))).rejects.toThrow(/cannot create the folder/);
  });

  it('writes the same bytes for the same analysis', async () => {
    const [first] = await writeCsv(sampleAnalysis(), join(folder, '1'));
    const [second] = await writeCsv(sampleAnalysis(), join(folder, '2'));
    expect(readFileSync(first)).toEqual(readFileSync(second));
  });
});
