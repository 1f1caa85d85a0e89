import {
  ANCILLARY,
  ANCILLARY_PACKET_TYPE,
  ANCILLARY_VLAN_PRESENT,
  ANCILLARY_VLAN_TAG,
  ANCILLARY_VLAN_TPID,
  type BpfProgram,
} from './program.ts';

/** What a live socket knows beside the bytes. */
export interface Ancillary {
  /** Tag control information of the VLAN tag taken off the frame, -1 when there was none. */
  readonly vlanTci: number;
  readonly vlanTpid: number;
  /** PACKET_HOST 0, BROADCAST 1, MULTICAST 2, OTHERHOST 3, OUTGOING 4. */
  readonly packetType: number;
}

/** A frame from a file: nothing was taken off it. */
export const FROM_FILE: Ancillary = { vlanTci: -1, vlanTpid: 0, packetType: 0 };

const scratch = new Uint32Array(16);

/**
 * Runs a classic BPF program on the frame `[at, end)` of `view`, which was `wireLength` bytes on the wire.
 * Returns the bytes to keep, 0 for a frame that does not match.
 *
 * As in the kernel, a load past the end, a division by zero, and anything that is no instruction end the
 * program with 0. Jumps only go forward, so a program takes at most its own length in steps. No allocation.
 */
export function interpret(
  program: BpfProgram,
  view: DataView,
  at: number,
  end: number,
  wireLength: number,
  ancillary: Ancillary = FROM_FILE,
): number {
  const length = end - at;
  let a = 0;
  let x = 0;
  for (let pc = 0; pc < program.length; pc++) {
    const step = program[pc];
    const k = step.k;
    switch (step.code & 7) {
      case 0: {
        // LD: size in bits 3-4, mode in bits 5-7
        const mode = step.code & 0xe0;
        if (mode === 0x80) {
          a = wireLength;
        } else if (mode === 0x00) {
          a = k;
        } else if (mode === 0x60) {
          if (k > 15) return 0;
          a = scratch[k];
        } else if (mode === 0x20 && k >= ANCILLARY) {
          a = loadAncillary(ancillary, k);
          if (a < 0) return 0;
        } else if (mode === 0x20 || mode === 0x40) {
          const offset = mode === 0x40 ? k + x : k;
          const size = step.code & 0x18;
          if (size === 0x10) {
            if (offset + 1 > length) return 0;
            a = view.getUint8(at + offset);
          } else if (size === 0x08) {
            if (offset + 2 > length) return 0;
            a = view.getUint16(at + offset);
          } else if (size === 0x00) {
            if (offset + 4 > length) return 0;
            a = view.getUint32(at + offset);
          } else return 0;
        } else return 0;
        break;
      }
      case 1: {
        // LDX
        const mode = step.code & 0xe0;
        if (mode === 0xa0) {
          if (k + 1 > length) return 0;
          x = 4 * (view.getUint8(at + k) & 15);
        } else if (mode === 0x80) x = wireLength;
        else if (mode === 0x00) x = k;
        else if (mode === 0x60 && k <= 15) x = scratch[k];
        else return 0;
        break;
      }
      case 2:
      case 3: // ST, STX
        if (k > 15) return 0;
        scratch[k] = (step.code & 7) === 2 ? a : x;
        break;
      case 4: {
        const operand = step.code & 8 ? x : k;
        if (operand === 0 && ((step.code & 0xf0) === 0x30 || (step.code & 0xf0) === 0x90)) return 0;
        a = arithmetic(step.code & 0xf0, a, operand);
        break;
      }
      case 5: {
        const operand = step.code & 8 ? x : k;
        const kind = step.code & 0xf0;
        if (kind === 0x00) pc += k;
        else if (kind === 0x10) pc += a === operand ? step.jt : step.jf;
        else if (kind === 0x20) pc += a > operand ? step.jt : step.jf;
        else if (kind === 0x30) pc += a >= operand ? step.jt : step.jf;
        else if (kind === 0x40) pc += (a & operand) !== 0 ? step.jt : step.jf;
        else return 0;
        break;
      }
      case 6:
        return (step.code & 0x18) === 0x10 ? a : k;
      default: // MISC
        if ((step.code & 0xf8) === 0x80) a = x;
        else x = a;
    }
  }
  return 0;
}

/** uint32 arithmetic; the operand of a division is not 0. */
function arithmetic(operation: number, a: number, operand: number): number {
  switch (operation) {
    case 0x00:
      return (a + operand) >>> 0;
    case 0x10:
      return (a - operand) >>> 0;
    case 0x20:
      return Math.imul(a, operand) >>> 0;
    case 0x30:
      return Math.floor(a / operand);
    case 0x40:
      return (a | operand) >>> 0;
    case 0x50:
      return (a & operand) >>> 0;
    case 0x60:
      return operand > 31 ? 0 : (a << operand) >>> 0;
    case 0x70:
      return operand > 31 ? 0 : a >>> operand;
    case 0x80:
      return -a >>> 0;
    case 0x90:
      return a % operand;
    default:
      return (a ^ operand) >>> 0;
  }
}

function loadAncillary(ancillary: Ancillary, k: number): number {
  switch (k) {
    case ANCILLARY_PACKET_TYPE:
      return ancillary.packetType;
    case ANCILLARY_VLAN_TAG:
      return Math.max(0, ancillary.vlanTci);
    case ANCILLARY_VLAN_PRESENT:
      return ancillary.vlanTci < 0 ? 0 : 1;
    case ANCILLARY_VLAN_TPID:
      return ancillary.vlanTpid;
    default:
      return -1;
  }
}
