// How an attempt to reach a port ended (core/probes.ts), as bits. Compiled to WebAssembly too (core/).
export const PROBE_ANSWERED = 1;
export const PROBE_FAILED = 2;
