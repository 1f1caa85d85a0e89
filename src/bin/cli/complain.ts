import { printable } from '../../features/analyze/outputs/text/printable.ts';

/** One line on standard error, whatever a file name or a packet put into `message`. */
export function complain(message: string): void {
  process.stderr.write(`vigie: ${printable(message)}\n`);
}
