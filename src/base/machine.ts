/**
 * Numbers as a processor has them. TypeScript sees a number; what is written with these names alone is compiled to
 * WebAssembly too (scripts/build-wasm.mjs).
 */

/** A whole number of 32 bits with a sign. */
export type i32 = number;
/** A number of 64 bits with a floating point. */
export type f64 = number;
