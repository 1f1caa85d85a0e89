import type { Micros } from '../../base/time.ts';

/** Friday 20 November 2026, 08:00 UTC: when the demo begins unless told. */
export const DEMO_START: Micros = Date.UTC(2026, 10, 20, 8) * 1000;
export const DEMO_MINUTES = 10;
export const DEMO_SEED = 2026;
