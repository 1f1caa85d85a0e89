/** What is called of the core from outside: the way in of what is compiled (scripts/build-wasm.mjs). */
export { findAddress } from './addresses.ts';
export { claim, hearArp } from './claims.ts';
export { end } from './conversation.ts';
export { fold } from './fold.ts';
export { findMac } from './interfaces.ts';
export { seeAddress, seeMac } from './seen.ts';
