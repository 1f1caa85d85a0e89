import { say } from '../../../model/messages/message.ts';
import { ReadingRefusal } from '../../../model/messages/refusal.ts';

export interface RingSettings {
  /** Size of one block of the ring: a power of two, a multiple of the page size. Longer frames are cut. */
  readonly blockSizeBytes: number;
  readonly blockCount: number;
  /** Bytes kept of each frame. */
  readonly snapLength: number;
  /** A block that is not full is handed over after this long. */
  readonly blockTimeoutMs: number;
}

/** 64 MiB: half a second of a full gigabit link. */
export const RING_DEFAULTS: RingSettings = {
  blockSizeBytes: 1 << 20,
  blockCount: 64,
  snapLength: 262_144,
  blockTimeoutMs: 50,
};

/** Smallest and largest values taken; both included. */
export const RING_LIMITS = {
  blockSizeBytes: [4096, 1 << 26],
  blockCount: [2, 8192],
  snapLength: [64, 262_144],
  blockTimeoutMs: [1, 10_000],
} as const satisfies Record<keyof RingSettings, readonly [number, number]>;

/** Offsets into the ring are kept below 2^30, where every JavaScript engine has them as small integers. */
export const MAX_RING_BYTES = 1 << 30;

/** Fills in defaults. Throws an `InputError` that names the setting, its range and what was given. */
export function ringSettings(given: Partial<RingSettings>): RingSettings {
  const settings = {
    blockSizeBytes: inRange(given, 'blockSizeBytes'),
    blockCount: inRange(given, 'blockCount'),
    snapLength: inRange(given, 'snapLength'),
    blockTimeoutMs: inRange(given, 'blockTimeoutMs'),
  };
  const { blockSizeBytes, blockCount } = settings;
  if ((blockSizeBytes & (blockSizeBytes - 1)) !== 0)
    throw new ReadingRefusal(say('ring.power-of-two', { found: blockSizeBytes }));
  const found = blockSizeBytes * blockCount;
  if (found > MAX_RING_BYTES)
    throw new ReadingRefusal(
      say('ring.too-large', { most: MAX_RING_BYTES, size: blockSizeBytes, count: blockCount, found }),
    );
  return settings;
}

function inRange(given: Partial<RingSettings>, name: keyof RingSettings): number {
  const value = given[name] ?? RING_DEFAULTS[name];
  const [least, most] = RING_LIMITS[name];
  if (!Number.isInteger(value) || value < least || value > most)
    throw new ReadingRefusal(say('ring.setting', { name, least, most, found: value }));
  return value;
}
