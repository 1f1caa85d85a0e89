import { compile } from '../sources/frames/filter/compile.ts';
import { interpret } from '../sources/frames/filter/interpret.ts';
import { parseFilter } from '../sources/frames/filter/parse.ts';
import type { FrameSink } from '../sources/frames/source.ts';

/**
 * The `--filter` of captures in files: frames that do not match are left out, and keep their number, so that packet
 * numbers stay those of Wireshark. Throws InputError when the expression is wrong.
 */
export function fileFilter(expression: string): (next: FrameSink) => FrameSink {
  parseFilter(expression); // a mistake is told before any file is opened
  return (next) => {
    const programs = new Map<number, ReturnType<typeof compile>>();
    return {
      clock: next.clock,
      settle: () => next.settle?.(),
      frame(view, at, end, wireLength, linkType) {
        let program = programs.get(linkType);
        if (program === undefined) {
          program = compile(expression, { mode: 'file', linkType });
          programs.set(linkType, program);
        }
        if (interpret(program, view, at, end, wireLength) !== 0)
          next.frame(view, at, end, wireLength, linkType);
        else next.clock[1] += 1;
      },
    };
  };
}
