/**
 * The capture side of the live bench, a process of its own so that its CPU time is its own. Commands on
 * standard input: `begin`, `end` (answers one line of JSON), and it ends with its input.
 *
 * Options: --interface name  --sink count|flows  --filter expression  --blocks 64
 */
import { createInterface } from 'node:readline';
import { FlowTable } from '../../src/flows/flow-table.ts';
import { createCapture } from '../../src/sources/frames/af-packet/capture.ts';
import { compile } from '../../src/sources/frames/filter/compile.ts';
import type { FrameSink } from '../../src/sources/frames/source.ts';
import { decode } from '../../src/wire/decode.ts';
import { Packet } from '../../src/wire/packet.ts';
import { option } from './report.ts';

export interface Measured {
  /** Frames the sink was given. */
  readonly frames: number;
  readonly received: number;
  readonly dropped: number;
  readonly userMs: number;
  readonly systemMs: number;
}

interface CountingSink extends FrameSink {
  frames: number;
  bytes: number;
}

/** The ring's own cost. */
function countingSink(): CountingSink {
  return {
    clock: new Float64Array(2) as unknown as FrameSink['clock'],
    frames: 0,
    bytes: 0,
    frame(_view, at, end) {
      this.frames++;
      this.bytes += end - at;
    },
  };
}

/** What a capture worker does with every frame. */
function flowSink(): CountingSink {
  const packet = new Packet();
  const flows = new FlowTable({ capacity: 65_536 });
  const clock = new Float64Array(2);
  return {
    clock: clock as unknown as FrameSink['clock'],
    frames: 0,
    bytes: 0,
    frame(view, at, end, wireLength, linkType) {
      this.frames++;
      this.bytes += wireLength;
      clock[1] += 1;
      if (decode(view, at, end, at + wireLength, linkType, packet) === 0)
        flows.update(packet, wireLength, clock);
    },
  };
}

async function main(): Promise<void> {
  const sink = option('sink', 'count') === 'flows' ? flowSink() : countingSink();
  const filter = option('filter', '');
  const capture = createCapture({
    interface: option('interface', ''),
    blockCount: Number(option('blocks', '64')),
    filter: filter === '' ? null : compile(filter, { mode: 'live', linkType: 1 }),
    onEvent: () => {},
  });
  await capture.start();
  let from = process.cpuUsage();
  let running = true;
  const commands = createInterface({ input: process.stdin });
  commands.on('line', (line) => {
    if (line === 'begin') {
      from = process.cpuUsage();
      return;
    }
    const { user, system } = process.cpuUsage(from);
    const { received, dropped } = capture.statistics();
    const measured: Measured = {
      frames: sink.frames,
      received,
      dropped,
      userMs: user / 1000,
      systemMs: system / 1000,
    };
    console.log(JSON.stringify(measured));
  });
  commands.on('close', () => {
    running = false;
    capture.stop();
  });
  console.log('ready');
  while (running) if (capture.drain(sink, 8) === 0) await capture.wait(1000);
}

await main();
