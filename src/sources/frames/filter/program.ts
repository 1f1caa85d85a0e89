/**
 * Classic BPF (S. McCanne, V. Jacobson, USENIX Winter 1993; the Linux side in
 * Documentation/networking/filter.rst): one accumulator A, one index X, jumps forward only.
 */

/** `struct sock_filter`: `code` uint16, `jt` and `jf` uint8 instructions to skip, `k` uint32. */
export interface BpfInstruction {
  readonly code: number;
  readonly jt: number;
  readonly jf: number;
  readonly k: number;
}

export type BpfProgram = readonly BpfInstruction[];

/** BPF_MAXINSNS: the kernel refuses longer programs. */
export const MAX_INSTRUCTIONS = 4096;

/** What a program answers for a frame it keeps: bytes to keep, more than any frame has. */
export const WHOLE_FRAME = 262_144;

export const OP = {
  loadWord: 0x20,
  loadHalf: 0x28,
  loadByte: 0x30,
  loadLength: 0x80,
  loadWordIndexed: 0x40,
  loadHalfIndexed: 0x48,
  loadByteIndexed: 0x50,
  loadXIpHeaderLength: 0xb1,
  and: 0x54,
  jump: 0x05,
  jumpEqual: 0x15,
  jumpGreater: 0x25,
  jumpGreaterOrEqual: 0x35,
  jumpSet: 0x45,
  return: 0x06,
} as const;

/**
 * Loads from `ANCILLARY + …` read what the Linux kernel knows about a frame and the frame does not say
 * (SKF_AD_OFF, linux/filter.h).
 */
export const ANCILLARY = 0xfffff000;
export const ANCILLARY_PACKET_TYPE = ANCILLARY + 4;
export const ANCILLARY_VLAN_TAG = ANCILLARY + 44;
export const ANCILLARY_VLAN_PRESENT = ANCILLARY + 48;
export const ANCILLARY_VLAN_TPID = ANCILLARY + 60;

/**
 * The same program keeping at most `snapLength` bytes of each frame; without a program, one that keeps
 * all frames so. For a kernel this is the snap length: no other setting cuts frames in a ring.
 */
export function withSnapLength(program: BpfProgram | null, snapLength: number): BpfProgram {
  if (program === null) return [{ code: OP.return, jt: 0, jf: 0, k: snapLength }];
  return program.map((step) =>
    step.code === OP.return && step.k > snapLength ? { ...step, k: snapLength } : step,
  );
}

/** One line per instruction as `tcpdump -ddd` prints after its count: `40 0 0 12`. */
export function formatProgram(program: BpfProgram): string {
  return program.map(({ code, jt, jf, k }) => `${code} ${jt} ${jf} ${k}`).join('\n');
}
