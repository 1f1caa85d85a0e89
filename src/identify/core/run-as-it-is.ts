/** The core where there is no WebAssembly: the same functions, as JavaScript. */
import type { CoreProgram } from './core.ts';
import * as program from './program/index.ts';
import { type CoreMemory, useMemory } from './program/memory.ts';

/** The functions on a memory of theirs. */
export function runAsItIs(memory: CoreMemory): CoreProgram {
  const on =
    <Args extends readonly number[], Result>(run: (...args: Args) => Result) =>
    (...args: Args): Result => {
      useMemory(memory);
      return run(...args);
    };
  return {
    claim: on(program.claim),
    hearArp: on(program.hearArp),
    end: on(program.end),
    fold: on(program.fold),
    findMac: on(program.findMac),
    findAddress: on(program.findAddress),
    seeMac: on(program.seeMac),
    seeAddress: on(program.seeAddress),
  };
}
