import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCapture } from '../../src/sources/frames/read-capture.ts';
import type { FrameSink } from '../../src/sources/frames/source.ts';
import { decode, decodeInner } from '../../src/wire/decode.ts';
import { INNER_NONE, INNER_QUOTED, Packet } from '../../src/wire/packet.ts';

/** Where the corpus is; a test skips with one line when it is not there. */
export const CORPUS =
  process.env.VIGIE_CORPUS ?? join(dirname(fileURLToPath(import.meta.url)), '../../../shared/corpus');
export const HAS_CORPUS = existsSync(join(CORPUS, 'truth'));
const FOLDERS = ['pcap', 'pcap-ot', 'pcap-malformed'];
const UDP = 17;

/** A UDP payload `[at, end)` of `view`, valid until the callback returns. */
export type TakePayload = (view: DataView, at: number, end: number, srcPort: number, dstPort: number) => void;

/** Every UDP payload of a capture, in order, tunnels opened; packets quoted by ICMP errors left out. */
export async function udpPayloads(path: string, take: TakePayload): Promise<void> {
  const packet = new Packet();
  const takeUdp = (view: DataView) => {
    if (packet.ipProtocol !== UDP || packet.hasPorts === 0) return;
    take(view, packet.payloadAt, packet.payloadEnd, packet.srcPort, packet.dstPort);
  };
  const clock = new Float64Array(1) as FrameSink['clock'];
  const frame: FrameSink['frame'] = (view, at, end, wireLength, linkType) => {
    decode(view, at, end, Math.max(end, at + wireLength), linkType, packet);
    takeUdp(view);
    while (packet.innerKind !== INNER_NONE && packet.innerKind !== INNER_QUOTED) {
      decodeInner(view, packet);
      takeUdp(view);
    }
  };
  await readCapture({ path }, { clock, frame }, {});
}

/** Every capture with a truth file: name, path, and of `keys` the values that it has. */
export function capturesWithTruth(
  keys: readonly string[],
): { name: string; path: string; truth: Map<string, Set<string>> }[] {
  if (!HAS_CORPUS) return [];
  const found: { name: string; path: string; truth: Map<string, Set<string>> }[] = [];
  for (const folder of FOLDERS) {
    for (const name of readdirSync(join(CORPUS, folder)).sort()) {
      const file = join(CORPUS, 'truth', `${name}.tsv`);
      if (!existsSync(file)) continue;
      const truth = new Map<string, Set<string>>();
      for (const line of readFileSync(file, 'utf8').split('\n')) {
        const [key, values] = line.split('\t');
        if (keys.includes(key)) truth.set(key, new Set(values?.split(';').filter((value) => value !== '')));
      }
      found.push({ name, path: join(CORPUS, folder, name), truth });
    }
  }
  return found;
}
