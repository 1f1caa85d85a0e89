import { basename } from 'node:path';
import { STANDARD_INPUT } from './command.ts';

const LONGEST_NAME = 80;

/**
 * `vigie-report-<name>.html` for the captures analyzed: the first one's name without folder and endings;
 * `+2` for two more. Only characters every file system takes.
 */
export function reportName(files: readonly string[]): string {
  const first = files[0] ?? '';
  const bare =
    first === STANDARD_INPUT
      ? 'stdin'
      : basename(first)
          .replace(/\.(gz|zst)$/i, '')
          .replace(/\.(pcapng|pcap|cap|dmp)$/i, '');
  const safe = bare
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+|[.-]+$/g, '');
  const more = files.length > 1 ? `+${files.length - 1}` : '';
  return `vigie-report-${[...(safe || 'capture')].slice(0, LONGEST_NAME).join('')}${more}.html`;
}
