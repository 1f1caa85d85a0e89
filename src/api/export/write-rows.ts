import { csvCell } from '../../features/analyze/outputs/csv.ts';
import type { Columns } from './columns.ts';

export type ExportFormat = 'csv' | 'json';
export const EXPORT_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** Text is handed on when there is about this much of it. */
const PIECE_CHARACTERS = 64 * 1024;

/**
 * RFC 4180 with a line of titles, or a JSON array of objects with the same names; rows as they come, never all at once.
 * CSV text cannot become a formula in a spreadsheet; JSON has it as it is.
 */
export async function* writeRows<Row>(
  rows: AsyncIterable<Row>,
  columns: Columns<Row>,
  format: ExportFormat,
): AsyncGenerator<string> {
  const csv = format === 'csv';
  let piece = csv ? `${columns.map(([title]) => csvCell(title)).join(',')}\r\n` : '[';
  let first = true;
  for await (const row of rows) {
    if (csv) piece += `${columns.map(([, read]) => csvCell(read(row))).join(',')}\r\n`;
    else {
      const values = Object.fromEntries(columns.map(([title, read]) => [title, read(row)]));
      piece += `${first ? '\n' : ',\n'}${JSON.stringify(values)}`;
    }
    first = false;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  yield csv ? piece : `${piece}${first ? '' : '\n'}]\n`;
}
