import { say } from '../../../model/messages/message.ts';
import { ReadingRefusal } from '../../../model/messages/refusal.ts';
import type { Expression } from './ast.ts';
import { linkLayout, linkName } from './link-layout.ts';
import { type Condition, type Load, lower, type Test } from './lower.ts';
import { parseFilter } from './parse.ts';
import {
  ANCILLARY_VLAN_PRESENT,
  type BpfInstruction,
  type BpfProgram,
  MAX_INSTRUCTIONS,
  OP,
  WHOLE_FRAME,
} from './program.ts';

export interface CompileOptions {
  /**
   * `file`: VLAN tags are in the frame's bytes. `live`: the program is for a Linux packet socket, where
   * the kernel takes the outermost tag off before it runs the filter and keeps it beside the frame.
   */
  readonly mode: 'live' | 'file';
  /** LINKTYPE_ value: 1 Ethernet, 101 raw IP, 113 and 276 Linux cooked. */
  readonly linkType: number;
}

/**
 * Compiles a capture filter (see parse.ts for the language) to a classic BPF program, which answers
 * 262144 for frames to keep and 0 for others.
 *
 * In `live` mode tests other than `vlan` see a tagged frame as if it had no (outermost) tag, as tcpdump
 * on a live interface does; in `file` mode `tcp` does not match tagged TCP, but `vlan and tcp` does.
 * Throws an `InputError` when the expression is wrong, when the link type cannot have what it asks for,
 * when it can match no frame at all, or when the program is longer than the kernel takes.
 */
export function compile(expression: string, options: CompileOptions): BpfProgram {
  const layout = linkLayout(options.linkType);
  const tree = parseFilter(expression);
  const assembler = new Assembler();
  const accept = assembler.emit(OP.return, WHOLE_FRAME);
  const reject = assembler.emit(OP.return, 0);
  const inFrame = simplify(lower(tree, layout, false));
  const taken = options.mode === 'live' && usesVlan(tree) ? simplify(lower(tree, layout, true)) : inFrame;
  if (isNever(inFrame) && isNever(taken))
    throw new ReadingRefusal(
      say('filter.never', {
        link: linkName(options.linkType),
        filter: expression.trim().replace(/\s+/g, ' '),
      }),
    );
  const entryInFrame = assembler.condition(inFrame, accept, reject);
  if (taken === inFrame) {
    assembler.start(entryInFrame);
  } else {
    const entryTaken = assembler.condition(taken, accept, reject);
    const load: Load = { from: 'frame', at: ANCILLARY_VLAN_PRESENT, size: 1 };
    const present: Test = { kind: 'test', load, mask: null, operation: 'equal', value: 1 };
    assembler.start(assembler.condition(present, entryTaken, entryInFrame));
  }
  return assembler.program();
}

function usesVlan(node: Expression): boolean {
  if (node.kind === 'and' || node.kind === 'or') return usesVlan(node.left) || usesVlan(node.right);
  return node.kind === 'not' ? usesVlan(node.operand) : node.kind === 'vlan';
}

function isNever(condition: Condition): boolean {
  return condition.kind === 'constant' && !condition.value;
}

/** Takes constants out; what is left is one constant or has none. */
function simplify(condition: Condition): Condition {
  if (condition.kind === 'not') {
    const operand = simplify(condition.operand);
    return operand.kind === 'constant'
      ? { kind: 'constant', value: !operand.value }
      : { kind: 'not', operand };
  }
  if (condition.kind !== 'and' && condition.kind !== 'or') return condition;
  const left = simplify(condition.left);
  const right = simplify(condition.right);
  const decides = condition.kind === 'or';
  if (left.kind === 'constant') return left.value === decides ? left : right;
  if (right.kind === 'constant') return right.value === decides ? right : left;
  return { kind: condition.kind, left, right };
}

const JUMP = {
  equal: OP.jumpEqual,
  greater: OP.jumpGreater,
  'greater-or-equal': OP.jumpGreaterOrEqual,
  'any-bit': OP.jumpSet,
} as const;

/**
 * Writes the program from its end to its beginning: all jumps go forward, so every target is already
 * there, its distance is known, and nothing is patched. A place is counted from the program's end.
 */
class Assembler {
  #reversed: BpfInstruction[] = [];

  /** Puts one instruction in front of those already there and returns its place. */
  emit(code: number, k: number, jt = 0, jf = 0): number {
    if (this.#reversed.length >= MAX_INSTRUCTIONS)
      throw new ReadingRefusal(say('filter.too-large', { most: MAX_INSTRUCTIONS }));
    return this.#reversed.push({ code, jt, jf, k }) - 1;
  }

  /** Code that goes on at `whenTrue` or `whenFalse`; returns where it begins. */
  condition(condition: Condition, whenTrue: number, whenFalse: number): number {
    switch (condition.kind) {
      case 'constant':
        return condition.value ? whenTrue : whenFalse;
      case 'not':
        return this.condition(condition.operand, whenFalse, whenTrue);
      case 'and':
        return this.condition(
          condition.left,
          this.condition(condition.right, whenTrue, whenFalse),
          whenFalse,
        );
      case 'or':
        return this.condition(condition.left, whenTrue, this.condition(condition.right, whenTrue, whenFalse));
      default:
        return this.#test(condition, whenTrue, whenFalse);
    }
  }

  /** Makes the program begin at `place`. */
  start(place: number): void {
    if (place !== this.#reversed.length - 1) this.emit(OP.jump, this.#reversed.length - 1 - place);
  }

  program(): BpfProgram {
    return this.#reversed.toReversed();
  }

  #test(test: Test, whenTrue: number, whenFalse: number): number {
    const loads = loadsOf(test);
    const yes = this.#near(this.#pastLoads(whenTrue, loads, test), 1);
    const no = this.#near(this.#pastLoads(whenFalse, loads, test), 0);
    const here = this.#reversed.length;
    this.emit(JUMP[test.operation], test.value, here - 1 - yes, here - 1 - no);
    if (test.mask !== null) this.emit(OP.and, test.mask);
    for (const { code, k } of loads.toReversed()) this.emit(code, k);
    return this.#reversed.length - 1;
  }

  /** A place that a conditional jump, whose distances are bytes, reaches: `target` or a jump to it. */
  #near(target: number, upcoming: number): number {
    const distance = this.#reversed.length + upcoming - 1 - target;
    return distance <= 255 ? target : this.emit(OP.jump, this.#reversed.length - 1 - target);
  }

  /** Where code beginning with the very loads just done may be entered behind them. */
  #pastLoads(target: number, loads: readonly BpfLoad[], test: Test): number {
    let place = target;
    for (const load of loads) {
      const { code, k } = this.#reversed[place];
      if (code !== load.code || k !== load.k) break;
      if (test.mask !== null && code !== OP.loadXIpHeaderLength) break; // A holds the masked value
      place--;
    }
    return place;
  }
}

interface BpfLoad {
  readonly code: number;
  readonly k: number;
}

function loadsOf({ load }: Test): readonly BpfLoad[] {
  if (load.from === 'length') return [{ code: OP.loadLength, k: 0 }];
  if (load.from === 'transport')
    return [
      { code: OP.loadXIpHeaderLength, k: load.base },
      { code: OP.loadHalfIndexed, k: load.base + load.at },
    ];
  const code = load.size === 4 ? OP.loadWord : load.size === 2 ? OP.loadHalf : OP.loadByte;
  return [{ code, k: load.at }];
}
