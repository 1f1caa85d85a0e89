/** What became of one frame. Numbers, so that the hot path compares and counts without allocation. */
export const OK = 0;
/** The snap length cut the frame before a header that its length promises. What came before is valid. */
export const TRUNCATED = 1;
/** A header contradicts the bytes around it. What came before is valid. */
export const MALFORMED = 2;
/** A link type, ethertype or IP protocol that Vigie has no name for. What came before is valid. */
export const UNSUPPORTED = 3;

export type Outcome = typeof OK | typeof TRUNCATED | typeof MALFORMED | typeof UNSUPPORTED;

export const OUTCOME_NAMES = ['ok', 'truncated', 'malformed', 'unsupported'] as const;

/**
 * A header needs bytes up to `need`; the capture holds them up to `end`, the frame itself up to
 * `declaredEnd`. Too few captured is the snap length's doing, too few declared is the sender's.
 */
export function short(need: number, declaredEnd: number): Outcome {
  return need > declaredEnd ? MALFORMED : TRUNCATED;
}
