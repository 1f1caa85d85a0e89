/** Ranges back from now, as `from` says them: `now-15m`. */
export const RANGE_PRESETS = ['15m', '1h', '6h', '24h', '7d', '30d'] as const;
