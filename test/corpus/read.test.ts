/** Every capture of the corpus, read by us and by tshark (the truth files): same packets, bytes, times, link. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Micros } from '../../src/base/time.ts';
import { inRawWords } from '../../src/model/messages/message.ts';
import { linkTypeName } from '../../src/sources/frames/linktypes.ts';
import { readCapture } from '../../src/sources/frames/read-capture.ts';
import type { FrameSink } from '../../src/sources/frames/source.ts';

const CORPUS =
  process.env.VIGIE_CORPUS ?? join(dirname(fileURLToPath(import.meta.url)), '../../../shared/corpus');
const FOLDERS = ['pcap', 'pcap-ot', 'pcap-malformed'];

interface Facts {
  packets: number;
  capturedBytes: number;
  truncated: number;
  /** Earliest and latest, µs; `null` without packets. */
  first: Micros | null;
  last: Micros | null;
  encapsulation: string;
}

interface Reviewed {
  readonly reason: string;
  readonly facts: Partial<Facts>;
}

/** The frames of a link type tshark has no dissector for, and therefore refuses to open. */
function refusedByTshark(
  linkType: number,
  packets: number,
  capturedBytes: number,
  truncated: number,
  first: Micros,
  last: Micros,
): Reviewed {
  return {
    reason: `tshark refuses the whole file because link type ${linkType} is unknown to it; we count its frames`,
    facts: { encapsulation: `LINKTYPE_${linkType}`, packets, capturedBytes, truncated, first, last },
  };
}

const SUNATM = {
  reason: 'tshark takes the 4-byte ATM header for its own; to us all captured bytes are the frame',
  facts: { capturedBytes: 4 },
};

/** Where a fraction is more than a second, we add it to the seconds; tshark keeps part of it or wraps around. */
function invalidFraction(first: Micros, last: Micros): Reviewed {
  return {
    reason: 'the fraction of a second is out of range: we add it, tshark overflows',
    facts: { first, last },
  };
}

/** What we say otherwise than tshark, on purpose, and why. Anything else that differs fails. */
const REVIEWED: Readonly<Record<string, Reviewed>> = {
  'tcpdump__dsa.pcap': refusedByTshark(284, 8, 722, 0, 80_499_544_060, 80_504_560_415),
  'tcpdump__frf16_magic_ie-oobr.pcap': refusedByTshark(
    182,
    1,
    6,
    1,
    2_145_916_800_000_000,
    2_145_916_800_000_000,
  ),
  'tcpdump__hoobr_juniper3.pcap': refusedByTshark(132, 1, 6, 1, 808_464_432_999_999, 808_464_432_999_999),
  'tcpdump__kday6.pcap': refusedByTshark(182, 1, 3510, 1, 26_756_663_614, 26_756_663_614),
  'tcpdump__vtp_asan-2.pcap': refusedByTshark(182, 1, 68, 1, 1_700_306_020_999_999, 1_700_306_020_999_999),
  'tcpdump__vtp_asan.pcap': refusedByTshark(182, 5, 50, 2, 0, 1_700_306_020_999_999),
  'tcpdump__atm-heapoverflow.pcap': SUNATM,
  'tcpdump__atm-oam-heapoverflow.pcap': SUNATM,
  'ndpi__fuzz-2021-06-07-c6c72a0a56.pcap': invalidFraction(1_953_635_450_562_680, 1_953_635_450_562_680),
  'ndpi__fuzz-2021-10-13.pcap': invalidFraction(980_658_803_882_137, 980_658_803_882_137),
  'tcpdump__timestamp_invalid_micro.pcap': invalidFraction(1_418_145_369_999_999, 1_418_147_517_483_648),
  'tcpdump__timestamp_invalid_nano.pcap': invalidFraction(1_418_145_369_999_999, 1_418_145_372_147_483),
};

async function factsOf(path: string): Promise<Facts & { warnings: readonly string[] }> {
  const clock = new Float64Array(1) as FrameSink['clock'];
  const links = new Set<number>();
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const facts = { packets: 0, capturedBytes: 0, truncated: 0 };
  const end = await readCapture(
    { path },
    {
      clock,
      frame(_view, at, frameEnd, wireLength, linkType) {
        facts.packets++;
        facts.capturedBytes += frameEnd - at;
        if (wireLength > frameEnd - at) facts.truncated++;
        first = Math.min(first, clock[0]);
        last = Math.max(last, clock[0]);
        links.add(linkType);
      },
    },
    {},
  );
  return {
    ...facts,
    first: facts.packets === 0 ? null : first,
    last: facts.packets === 0 ? null : last,
    encapsulation: [...links].map(linkTypeName).join(', '),
    warnings: end.warnings.map((warning) => inRawWords(warning, 'en')),
  };
}

/** µs of tshark's `1700000000.000001`. */
function micros(epoch: string | undefined): Micros | null {
  if (epoch === undefined || epoch === '') return null;
  const [, sign, seconds, fraction] = /^(-?)(\d+)\.(\d{6})$/.exec(epoch) ?? [];
  return (Number(seconds) * 1e6 + Number(fraction)) * (sign === '-' ? -1 : 1);
}

/** The truth rounds nanoseconds to the next microsecond where we floor. */
function roundedLike(ours: Micros | null, truth: Micros | null): Micros | null {
  return ours !== null && truth === ours + 1 ? truth : ours;
}

function truthOf(name: string): Facts | null {
  const path = join(CORPUS, 'truth', `${name}.tsv`);
  if (!existsSync(path)) return null;
  const rows = new Map(
    readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.split('\t') as [string, string]),
  );
  return {
    packets: Number(rows.get('packets')),
    capturedBytes: Number(rows.get('captured_bytes')),
    truncated: Number(rows.get('packets_snaplen_truncated')),
    first: micros(rows.get('first_epoch')),
    last: micros(rows.get('last_epoch')),
    encapsulation: rows.get('encapsulation') ?? '',
  };
}

const present = existsSync(join(CORPUS, 'pcap'));
if (!present && !process.env.CI) console.log(`corpus not found at ${CORPUS}: its captures are not read`);

describe.skipIf(!present && !process.env.CI)('reading the corpus', () => {
  const captures = present
    ? FOLDERS.flatMap((folder) =>
        readdirSync(join(CORPUS, folder))
          .filter((name) => /\.(pcap|pcapng|cap)(\.(gz|zst))?$/.test(name))
          .map((name) => ({ folder, name })),
      )
    : [];

  it('finds the corpus', () => {
    expect(captures.length).toBeGreaterThan(600);
  });

  it.each(captures)('$folder/$name', async ({ folder, name }) => {
    const truth = truthOf(name);
    if (truth === null) throw new Error(`there is no truth/${name}.tsv`);
    const { warnings, ...facts } = await factsOf(join(CORPUS, folder, name));
    facts.first = roundedLike(facts.first, truth.first);
    facts.last = roundedLike(facts.last, truth.last);
    // A capture without frames has a link type for tshark; our sink never hears of one.
    if (facts.packets === 0) facts.encapsulation = truth.encapsulation;
    expect(facts, warnings.join('\n')).toEqual({ ...truth, ...REVIEWED[name]?.facts });
  });
});
