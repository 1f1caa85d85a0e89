/**
 * The inner loop of reading a large capture, in AssemblyScript (TypeScript with machine types), compiled to WebAssembly by
 * `node scripts/build-wasm.mjs` into kernel-bytes.ts, together with stage.as, count.as, look.as and fold.as.
 *
 * It walks the records of pcap or the blocks of pcapng and counts usual frames: TCP, UDP and ARP over Ethernet, of conversations
 * that are in the table or find room in it. Those whose payload a dissector wants to see it notes in a list (`note`), unless it is plain what the
 * dissector would say (look.as). At every
 * other frame it stops and says where; the TypeScript of wire, flows and analyze then handles that frame, as it handles all
 * frames when there is no kernel. So what a frame means is written there; here is only the common case of it, held to it by
 * features/analyze/engine/bulk.test.ts and by every capture of the corpus. Offsets in a slot are those of ../layout.ts.
 *
 * A frame is first staged (stage.as): its headers are read into 64 bytes, which needs nothing but its bytes. Then it is counted
 * (count.as). Another thread may have staged the frames of a chunk ahead, with its own instance of this program on the same
 * memory: `attach` names their list, and what is not in it is staged here.
 */

/** Frames looked at together: their slots are read once before any is counted, so that cache misses overlap. */
const BATCH: u32 = 32;

const SLOT_BYTES: u32 = 192;
const SLOT_MASK: u32 = 0x007fffff;
const TAG_MASK: u32 = 0xff800000;

const LONGEST_FRAME: u32 = 262144;
/** A record may claim any length on the wire; beyond this, sums of offsets would not fit. */
const LONGEST_WIRE: u32 = 1 << 28;
const RECORD_HEADER: u32 = 16;
/** Of pcapng: an enhanced packet block, its least and its greatest length, and those of any block. */
const ENHANCED_PACKET: u32 = 6;
const SHORTEST_PACKET_BLOCK: u32 = 32;
const SHORTEST_BLOCK: u32 = 12;
const LONGEST_BLOCK: u32 = 1 << 20;
/** The lengths stand in such a block as in a record that begins here, and the frame comes as far behind. */
const RECORD_IN_BLOCK: u32 = 12;
/** Later times (µs) are no whole numbers any more when an offset is added. */
const LATEST: u64 = 1 << 52;

/** Where things lie in the memory that is shared with TypeScript (kernel.ts), set once by `place`. */
let scratch: u32 = 0;
let clock: u32 = 0;
let sums: u32 = 0;
let tcpStops: u32 = 0;
let udpStops: u32 = 0;
let arpStops: u32 = 0;
let table: u32 = 0;
let noted: u32 = 0;
let looks: u32 = 0;
let folding: u32 = 0;
let entries: u32 = 0;
let slots: u32 = 0;
let seed: u32 = 0;

/** Frames to stage here before counting: few after a stop, because what was staged behind it has to be staged again. */
let patience: u32 = 2;
/** Of no meaning: keeps `touch`'s loads from being left out. */
export let touched: u32 = 0;

/**
 * `scratchAt`: 4,096 bytes; `clockAt`: time and number of the last frame; `sumsAt`: packets, captured bytes, wire bytes,
 * first, last time; `tcpAt`, `udpAt`, `arpAt`: counters of frames that ended well there (all f64). `tableAt`, `notedAt`: see count.as, `looksAt`: look.as, `foldingAt`: fold.as.
 */
export function place(
  scratchAt: u32,
  clockAt: u32,
  sumsAt: u32,
  tcpAt: u32,
  udpAt: u32,
  arpAt: u32,
  tableAt: u32,
  notedAt: u32,
  looksAt: u32,
  foldingAt: u32,
  entriesAt: u32,
  slotsAt: u32,
  hashSeed: u32,
): void {
  scratch = scratchAt;
  clock = clockAt;
  sums = sumsAt;
  tcpStops = tcpAt;
  udpStops = udpAt;
  arpStops = arpAt;
  table = tableAt;
  noted = notedAt;
  looks = looksAt;
  folding = foldingAt;
  entries = entriesAt;
  slots = slotsAt;
  seed = hashSeed;
}

/** How records lie. pcap: only `nanos` counts. pcapng: of which interface, whose clock makes `ticks` per µs and is behind by `offset` µs. */
let isBlocks: bool = false;
let nanos: bool = false;
let interfaceId: u32 = 0;
let ticks: u64 = 1;
let offset: f64 = 0;
/** From the beginning of a record to where its lengths stand as those of a pcap record do. */
let shift: u32 = 0;

/** pcap records (little-endian, header of 16 bytes, Ethernet), their fractions µs or ns. */
export function asRecords(areNanos: bool): void {
  isBlocks = false;
  nanos = areNanos;
  shift = 0;
}

/** pcapng: enhanced packet blocks (little-endian) of the interface `id`, whose link is Ethernet. */
export function asBlocks(id: u32, ticksPerMicro: u32, offsetMicros: f64): void {
  isBlocks = true;
  interfaceId = id;
  ticks = <u64>ticksPerMicro;
  offset = offsetMicros;
  shift = RECORD_IN_BLOCK;
}

/** Times (µs) of the frames to count, from `begin` to before `after`: it stops at others. */
let begin: f64 = -Infinity;
let after: f64 = Infinity;

export function within(from: f64, before: f64): void {
  begin = from;
  after = before;
}

/** The list that is counted from, 0 when there is none, and the first of its frames that has not been. */
let list: u32 = 0;
let next: u32 = 0;

/** From now on records that are in the list at `listAt` are not staged again. */
export function attach(listAt: u32): void {
  list = listAt;
  next = 0;
}

/**
 * Counts the frames of the records in `[from, end)` as far as it can. Returns where the first record begins that it did not
 * count: that frame is for others, or the list of notes is full.
 */
export function countRecords(from: u32, end: u32): u32 {
  let at = from;
  if (list != 0 && seek(at)) {
    const count = load<u32>(list);
    while (next < count) {
      const some = min(BATCH, count - next);
      const done = countStaged(list + LIST_HEADER + next * STAGED_BYTES, sixOf(list, LIST_FRAMES) + next * SIX_BYTES, some);
      next += done;
      if (done < some) return recordOf(list, next) - shift;
    }
    at = load<u32>(list, LIST_END);
  }
  while (true) {
    const first = at;
    let count: u32 = 0;
    for (let behind = recordEnd(at, end); behind != 0 && count < patience; behind = recordEnd(at, end)) {
      if (!stageRecord(scratch + count * STAGED_BYTES, scratch + SCRATCH_SIX + count * SIX_BYTES, at)) break;
      at = behind;
      count++;
    }
    if (count == 0) return first;
    const done = countStaged(scratch, scratch + SCRATCH_SIX, count);
    if (done < count) {
      patience = 2;
      return load<u32>(scratch + done * STAGED_BYTES, RECORD) - shift;
    }
    patience = min(patience * 2, BATCH);
  }
  return at;
}

/** Goes on to the record at `at`, past frames that others took. False when the list does not know of it. */
function seek(at: u32): bool {
  const count = load<u32>(list);
  while (next < count && recordOf(list, next) - shift < at) next++;
  return at == (next < count ? recordOf(list, next) - shift : load<u32>(list, LIST_END));
}

/** Counts `count` staged frames, in order. Returns how many: less when there is one that it cannot. */
function countStaged(first: u32, six: u32, count: u32): u32 {
  touch(first, count);
  const guesses = scratch + SCRATCH_GUESSES;
  const number = load<f64>(clock, 8) + 1;
  let done: u32 = 0;
  while (done < count) {
    const guess = load<u32>(guesses + done * 4);
    if (!countFrame(first + done * STAGED_BYTES, six + done * SIX_BYTES, guess, number + <f64>done)) break;
    done++;
  }
  countTotals(first, done);
  return done;
}

/** Guesses the slots of the staged frames, one more than each or 0, and reads them: loads that do not wait for each other. */
function touch(first: u32, count: u32): void {
  const last = load<u32>(table, MASK);
  const guesses = scratch + SCRATCH_GUESSES;
  for (let i: u32 = 0; i < count; i++) {
    const hash = load<u32>(first + i * STAGED_BYTES, HASH);
    let position = hash & last;
    let entry = load<u32>(entries + position * 4);
    while (entry != 0 && ((entry ^ hash) & TAG_MASK) != 0) {
      position = (position + 1) & last;
      entry = load<u32>(entries + position * 4);
    }
    store<u32>(guesses + i * 4, entry & SLOT_MASK);
  }
  let sum: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    // Of no guess the slot before the first, which is the end of the index.
    const slot = slots - SLOT_BYTES + load<u32>(guesses + i * 4) * SLOT_BYTES;
    sum ^= load<u32>(slot) ^ load<u32>(slot, 112);
  }
  touched = sum;
}
