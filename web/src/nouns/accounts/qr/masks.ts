/** Masks of QR codes, and how hard what they leave is to read. ISO/IEC 18004 §7.8. */

/** Which modules are turned over: dark becomes light. Table 10, `x` from the left and `y` from the top. */
export const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Weights N1 to N4 of table 11. */
const [OF_RUN, OF_BLOCK, OF_FINDER, OF_SHARE] = [3, 3, 40, 10];
const LONG_RUN = 5;
/** A line through a corner's square, with the light that stands before or after it. */
const LIKE_FINDER = ['10111010000', '00001011101'];

/** The higher, the harder to read: long runs, blocks, what looks like a corner, too much of one colour. */
export function penaltyOf(dark: Uint8Array, size: number): number {
  let penalty = 0;
  for (let at = 0; at < size; at++) {
    const across = Array.from(dark.subarray(at * size, (at + 1) * size));
    const down = Array.from({ length: size }, (_, y) => dark[y * size + at]);
    penalty += penaltyOfLine(across) + penaltyOfLine(down);
  }
  let total = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const here = dark[y * size + x];
      total += here;
      if (x === 0 || y === 0) continue;
      const isBlock =
        here === dark[y * size + x - 1] &&
        here === dark[(y - 1) * size + x] &&
        here === dark[(y - 1) * size + x - 1];
      if (isBlock) penalty += OF_BLOCK;
    }
  }
  const offPercent = Math.abs((total * 100) / size ** 2 - 50);
  return penalty + Math.floor(offPercent / 5) * OF_SHARE;
}

function penaltyOfLine(line: readonly number[]): number {
  let penalty = 0;
  let run = 0;
  for (const [at, module] of line.entries()) {
    run = at > 0 && module === line[at - 1] ? run + 1 : 1;
    if (run === LONG_RUN) penalty += OF_RUN;
    else if (run > LONG_RUN) penalty += 1;
  }
  const text = line.join('');
  for (const pattern of LIKE_FINDER) {
    for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1)) penalty += OF_FINDER;
  }
  return penalty;
}
