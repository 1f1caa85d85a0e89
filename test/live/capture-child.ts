/**
 * Captures in the network namespace it is started in, for the tests of test/live: takes its order as JSON
 * in the first argument, commands as lines on standard input, and answers in JSON lines.
 */
import { createInterface } from 'node:readline';
import { type CaptureOptions, createCapture } from '../../src/sources/frames/af-packet/capture.ts';
import { listInterfaces } from '../../src/sources/frames/af-packet/interfaces.ts';
import { linkTypeOfDevice } from '../../src/sources/frames/af-packet/link-type.ts';
import { compile } from '../../src/sources/frames/filter/compile.ts';
import type { FrameSink } from '../../src/sources/frames/source.ts';

export interface Order extends Omit<Partial<CaptureOptions>, 'filter'> {
  interface: string;
  filter?: string;
  /** Leave the ring alone until `resume`. */
  paused?: boolean;
}

export type Answer =
  | { started: true; linkType: number }
  | { frame: string; wireLength: number; at: number; linkType: number }
  | { event: string }
  | { statistics: { received: number; dropped: number; freezes: number } }
  | { stopped: true; waitedMs: number; staleByte: number }
  | { error: string };

const say = (answer: Answer): void => {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
};

let lastView: DataView | null = null;
const sink: FrameSink = {
  clock: new Float64Array(1) as FrameSink['clock'],
  frame(view, at, end, wireLength, linkType) {
    lastView = view;
    const frame = Buffer.from(view.buffer, view.byteOffset + at, end - at).toString('hex');
    say({ frame, wireLength, at: this.clock[0], linkType });
  },
};

async function main(): Promise<void> {
  const { filter, paused = false, ...options } = JSON.parse(process.argv[2]) as Order;
  const type = listInterfaces().find((entry) => entry.name === options.interface)?.type ?? 1;
  const linkType = linkTypeOfDevice(type) ?? 1;
  const program = filter === undefined ? null : compile(filter, { mode: 'live', linkType });
  const capture = createCapture({ ...options, filter: program, onEvent: ({ kind }) => say({ event: kind }) });
  await capture.start();
  say({ started: true, linkType: capture.linkType });
  let draining = !paused;
  let running = true;
  let stoppedAt = 0;
  const commands = createInterface({ input: process.stdin });
  commands.on('line', (line) => {
    if (line === 'resume') draining = true;
    if (line === 'statistics') say({ statistics: capture.statistics() });
    if (line === 'stop') {
      running = false;
      stoppedAt = performance.now();
      capture.stop();
      commands.close();
      process.stdin.destroy(); // or the open pipe keeps this process
    }
  });
  while (running) {
    if (!draining) await new Promise((resolve) => setTimeout(resolve, 10));
    else if (capture.drain(sink, 4) === 0) await capture.wait(10_000);
  }
  const waitedMs = performance.now() - stoppedAt;
  say({ stopped: true, waitedMs, staleByte: lastView?.getUint8(100) ?? 0 });
  say({ statistics: capture.statistics() });
}

main().catch((error) => say({ error: String(error) }));
