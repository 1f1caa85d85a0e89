/**
 * Vigie and the flow meters it is measured against, each as it is meant to be run on a file: reading everything,
 * writing its own flow records. `counted` reads the tool's own account of what it did.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Capture } from './generate.ts';

export interface Counted {
  /** Packets the tool says it has read, `null` when it does not say. */
  readonly packets: number | null;
  /** Flow records it made. One-way or two-way, and split by time, as each tool does. */
  readonly flows: number | null;
}

export interface Contender {
  readonly name: string;
  /** Its own way of saying its version, as a shell command. */
  readonly version: string;
  readonly role: 'vigie' | 'flow meter' | 'traffic classifier';
  installed(): boolean;
  /** `scratch` is an empty folder for its output. */
  command(capture: Capture, scratch: string, sinkPort: number): readonly string[];
  /** Not timed: may run the tool's companions, or the tool itself in a talkative mode. */
  counted(output: string, capture: Capture, scratch: string): Counted;
}

/** Whether a program is on the search path. */
function onPath(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

/** The first group of `pattern` in `text`, as a number. */
function numberIn(text: string, pattern: RegExp): number | null {
  const match = pattern.exec(text);
  return match === null ? null : Number(match[1]);
}

/** What `program` prints. */
function printed(program: string, args: readonly string[]): string {
  const run = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  return run.stdout ?? '';
}

/** `vigie analyze` writing its report for the terminal, and writing all of its JSON. `script` is the built `vigie.cjs`. */
export function vigie(script: string): readonly Contender[] {
  const version = `"${process.execPath}" "${script}" --version`;
  const isBuilt = () => existsSync(script);
  return [
    {
      name: 'vigie > /dev/null',
      version,
      role: 'vigie',
      installed: isBuilt,
      command: (capture) => [process.execPath, script, 'analyze', capture.path],
      counted: () => ({ packets: null, flows: null }),
    },
    {
      name: 'vigie --json > /dev/null',
      version,
      role: 'vigie',
      installed: isBuilt,
      command: (capture) => [process.execPath, script, 'analyze', capture.path, '--json'],
      counted: (_, capture, scratch) => {
        // Too long for one string when there are a million conversations.
        const json = join(scratch, 'analysis.json');
        const command = `"${process.execPath}" "${script}" analyze "${capture.path}" --json > "${json}"`;
        printed('sh', ['-c', command]);
        const head = printed('head', ['-c', '4096', json]);
        const tails = printed('sh', ['-c', `grep -o '"handshakeRttMs"' "${json}" | wc -l`]);
        return { packets: numberIn(head, /"packets":\s*(\d+)/), flows: Number(tails) };
      },
    },
  ];
}

export const PEERS: readonly Contender[] = [
  {
    name: 'softflowd',
    version: 'softflowd -h 2>&1 | grep -o "version [0-9.]*"',
    role: 'flow meter',
    installed: () => onPath('softflowd'),
    // -m: its default of 8,192 flows would have it export early; -6: IPv6 too.
    command: (capture, _, port) => {
      const room = String(Math.max(capture.flows * 2, 8192));
      return ['softflowd', '-d', '-6', '-v', '9', '-m', room, '-n', `127.0.0.1:${port}`, '-r', capture.path];
    },
    counted: (output) => {
      const processed = numberIn(output, /Packets processed: (\d+)/);
      const ignored = numberIn(output, /Ignored packets: (\d+)/);
      const packets = processed === null ? null : processed + (ignored ?? 0);
      return { packets, flows: numberIn(output, /Flows expired: (\d+)/) };
    },
  },
  {
    name: 'nfpcapd',
    version: 'nfpcapd -V',
    role: 'flow meter',
    installed: () => onPath('nfpcapd'),
    // -B: two entries per conversation, its default holds half a million.
    command: (capture, scratch) => {
      const room = String(Math.max(capture.flows * 3, 524288));
      return ['nfpcapd', '-B', room, '-w', scratch, '-r', capture.path];
    },
    counted: (output) => ({
      packets: numberIn(output, /Total: Processed: (\d+)/),
      flows: numberIn(output, /Flows: (\d+)/),
    }),
  },
  {
    name: 'argus',
    version: 'argus -h 2>&1 | head -1',
    role: 'flow meter',
    installed: () => onPath('argus'),
    // -X: no configuration file of the machine.
    command: (capture, scratch) => ['argus', '-X', '-r', capture.path, '-w', join(scratch, 'argus.out')],
    counted: (_, __, scratch) => {
      const sums = /sum\s+(\d+)\s+(\d+)/.exec(printed('racount', ['-r', join(scratch, 'argus.out')]));
      return sums === null
        ? { packets: null, flows: null }
        : { packets: Number(sums[2]), flows: Number(sums[1]) };
    },
  },
  {
    name: 'ndpiReader',
    version: 'ndpiReader -h | head -1',
    role: 'traffic classifier',
    installed: () => onPath('ndpiReader'),
    command: (capture) => ['ndpiReader', '-q', '-i', capture.path],
    counted: (_, capture) => {
      // Quiet, it says nothing: asked again, aloud.
      const text = printed('sh', [
        '-c',
        `ndpiReader -i "${capture.path}" 2>/dev/null | grep -a -E 'IP packets|Unique flows|Ethernet bytes' | head`,
      ]);
      return {
        packets: numberIn(text, /IP packets:\s+\d+\s+of\s+(\d+)/),
        flows: numberIn(text, /Unique flows:\s+(\d+)/),
      };
    },
  },
];
