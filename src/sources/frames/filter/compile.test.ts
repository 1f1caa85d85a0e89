import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as f from '../../../wire/build/index.ts';
import { compile } from './compile.ts';
import { type Ancillary, FROM_FILE, interpret } from './interpret.ts';
import { type BpfProgram, formatProgram, MAX_INSTRUCTIONS, WHOLE_FRAME, withSnapLength } from './program.ts';

const A = '00:00:5e:00:53:01';
const B = '00:00:5e:00:53:02';
const tcp = f.ipv4(
  { src: '192.0.2.1', dst: '192.0.2.2', protocol: 6 },
  f.tcp({ srcPort: 40000, dstPort: 443 }),
);
const plain = f.ethernet(B, A, 0x800, tcp);
const tagged = (id: number, inner = tcp, type = 0x800) =>
  f.ethernet(B, A, 0x8100, f.vlan({ id, pcp: 6 }, type, inner));
const twice = f.ethernet(B, A, 0x88a8, f.vlan({ id: 100 }, 0x8100, f.vlan({ id: 200 }, 0x800, tcp)));

function keeps(program: BpfProgram, bytes: Uint8Array, ancillary: Ancillary = FROM_FILE): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return interpret(program, view, 0, bytes.length, bytes.length, ancillary) > 0;
}

/** As a packet socket gives it: the outermost tag beside the frame. */
function asLive(bytes: Uint8Array): [Uint8Array, Ancillary] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const type = view.getUint16(12);
  if (type !== 0x8100 && type !== 0x88a8) return [bytes, FROM_FILE];
  const ancillary = { vlanTci: view.getUint16(14), vlanTpid: type, packetType: 0 };
  return [f.concat(bytes.subarray(0, 12), bytes.subarray(16)), ancillary];
}

const keepsLive = (expression: string, bytes: Uint8Array): boolean =>
  keeps(compile(expression, { mode: 'live', linkType: 1 }), ...asLive(bytes));
const keepsInFile = (expression: string, bytes: Uint8Array): boolean =>
  keeps(compile(expression, { mode: 'file', linkType: 1 }), bytes);

describe('a compiled filter', () => {
  test('is the program one would write by hand', () => {
    // ldh [12]; jeq #0x806, keep; ret #0; ret #262144
    const program = compile('arp', { mode: 'file', linkType: 1 });
    expect(formatProgram(program)).toBe('40 0 0 12\n21 1 0 2054\n6 0 0 0\n6 0 0 262144');
  });

  test('reuses what the accumulator holds', () => {
    const program = compile('ip or arp', { mode: 'file', linkType: 1 });
    expect(keeps(program, plain)).toBe(true);
    // the first ethertype test enters the second behind its load
    expect(program[1]).toMatchObject({ code: 0x15, k: 0x800, jf: 1 });
  });

  test('keeps the whole frame, or the snap length', () => {
    const program = withSnapLength(compile('tcp', { mode: 'file', linkType: 1 }), 96);
    const view = new DataView(plain.buffer);
    expect(interpret(program, view, 0, plain.length, plain.length)).toBe(96);
    expect(withSnapLength(null, 256)).toEqual([{ code: 6, jt: 0, jf: 0, k: 256 }]);
    expect(compile('', { mode: 'live', linkType: 1 }).at(-1)?.k).toBe(WHOLE_FRAME);
  });

  test('takes jumps beyond 255 instructions', () => {
    const ports = Array.from({ length: 120 }, (_, i) => `tcp port ${i + 1}`).join(' or ');
    const program = compile(`${ports} or tcp dst port 443`, { mode: 'file', linkType: 1 });
    expect(program.length).toBeGreaterThan(1000);
    expect(keeps(program, plain)).toBe(true);
    expect(keeps(compile(ports, { mode: 'file', linkType: 1 }), plain)).toBe(false);
    expect(keeps(compile(`not (${ports})`, { mode: 'file', linkType: 1 }), plain)).toBe(true);
    for (const [at, { code, jt, jf, k }] of program.entries()) {
      const farthest = code === 5 ? k : Math.max(jt, jf);
      expect(jt <= 255 && jf <= 255 && at + 1 + farthest < program.length + Number((code & 7) === 6)).toBe(
        true,
      );
    }
  });

  test('is refused beyond what the kernel takes', () => {
    const ports = Array.from({ length: 500 }, (_, i) => `port ${i}`).join(' or ');
    expect(() => compile(ports, { mode: 'file', linkType: 1 })).toThrow(`more than the ${MAX_INSTRUCTIONS}`);
  });

  test('is refused when no frame can match, or the link has no such thing', () => {
    const raw = { mode: 'file', linkType: 101 } as const;
    expect(() => compile('arp', raw)).toThrow("filter: no frame on a raw IP link can match 'arp'");
    expect(keeps(compile('arp or tcp', raw), tcp)).toBe(true);
    expect(() => compile('tcp and vlan 3', raw)).toThrow(
      "filter, character 9 ('vlan 3'): expected tests that a raw IP",
    );
    expect(() => compile('ether src 00:00:5e:00:53:01', raw)).toThrow('shows no Ethernet addresses');
    expect(() => compile('tcp', { mode: 'file', linkType: 105 })).toThrow('link type 105 cannot be filtered');
  });
});

describe('VLAN tags', () => {
  test('move what follows one tag inward, in a file', () => {
    expect(keepsInFile('tcp', tagged(10))).toBe(false);
    expect(keepsInFile('vlan and tcp', tagged(10))).toBe(true);
    expect(keepsInFile('vlan 10 and dst port 443', tagged(10))).toBe(true);
    expect(keepsInFile('vlan 11', tagged(10))).toBe(false);
    expect(keepsInFile('vlan 100 and vlan 200 and tcp', twice)).toBe(true);
    expect(keepsInFile('vlan 200', twice)).toBe(false);
  });

  test('are asked of the kernel on a live socket', () => {
    expect(keepsLive('vlan 10 and tcp', tagged(10))).toBe(true);
    expect(keepsLive('vlan 11', tagged(10))).toBe(false);
    expect(keepsLive('vlan', plain)).toBe(false);
    expect(keepsLive('not vlan', plain)).toBe(true);
    expect(keepsLive('not vlan', tagged(10))).toBe(false);
    expect(keepsLive('vlan 100 and vlan 200 and tcp', twice)).toBe(true);
    expect(keepsLive('vlan and vlan', tagged(10))).toBe(false);
    // as tcpdump does on a live interface
    expect(keepsLive('tcp', tagged(10))).toBe(true);
  });

  test('that the kernel left in the frame are found there', () => {
    const program = compile('vlan 10 and tcp', { mode: 'live', linkType: 1 });
    expect(keeps(program, tagged(10))).toBe(true);
    expect(keeps(program, tagged(11))).toBe(false);
  });

  test('may be one of several', () => {
    for (const keep of [keepsLive, keepsInFile]) {
      expect(keep('vlan 10 or 20 and tcp', tagged(20))).toBe(true);
      expect(keep('vlan 10 or 20 and tcp', tagged(30))).toBe(false);
      expect(keep('vlan 200 or 100 and vlan 200 and tcp', twice)).toBe(true);
    }
  });

  test('give the same answer live and in a file behind a vlan test', () => {
    const inner = fc.constantFrom(
      'tcp',
      'not tcp',
      'host 192.0.2.1',
      'port 443',
      'arp',
      'vlan 200',
      'vlan',
      'multicast',
    );
    const frame = fc.constantFrom(plain, tagged(10), tagged(20), tagged(10, f.concat('x'), 0x806), twice);
    const expression = fc
      .tuple(
        fc.constantFrom('vlan', 'vlan 10', 'vlan 100'),
        fc.array(fc.tuple(fc.constantFrom('and', 'or'), inner)),
      )
      .map(([first, rest]) => (rest.length === 0 ? first : `${first} and (ip ${rest.flat().join(' ')})`));
    fc.assert(
      fc.property(expression, frame, (text, bytes) => keepsLive(text, bytes) === keepsInFile(text, bytes)),
    );
  });
});

describe('the interpreter', () => {
  test('ends with 0 on anything, within the program and the frame', () => {
    const step = fc.record({
      code: fc.integer({ min: 0, max: 0xff }),
      jt: fc.integer({ min: 0, max: 255 }),
      jf: fc.integer({ min: 0, max: 255 }),
      k: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 0xffffffff })),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.uint8Array({ maxLength: 80 }), (program, bytes) => {
        const answer = interpret(program, new DataView(bytes.buffer), 0, bytes.length, bytes.length);
        expect(answer).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });

  test('rejects a frame that ends before what it loads', () => {
    const program = compile('tcp or udp', { mode: 'file', linkType: 1 });
    for (let length = 0; length < 24; length++) expect(keeps(program, plain.subarray(0, length))).toBe(false);
    expect(keeps(program, plain.subarray(0, 24))).toBe(true);
  });

  test('computes in 32 bits', () => {
    const run = (program: BpfProgram) => interpret(program, new DataView(new ArrayBuffer(1)), 0, 1, 1);
    const load = (k: number) => ({ code: 0x00, jt: 0, jf: 0, k });
    const operation = (code: number, k: number) => ({ code: 0x04 | code, jt: 0, jf: 0, k });
    const returnA = { code: 0x16, jt: 0, jf: 0, k: 0 };
    expect(run([load(0xffffffff), operation(0x00, 2), returnA])).toBe(1);
    expect(run([load(1), operation(0x10, 2), returnA])).toBe(0xffffffff);
    expect(run([load(0x80000001), operation(0x20, 2), returnA])).toBe(2);
    expect(run([load(7), operation(0x30, 0), returnA])).toBe(0);
    expect(run([load(0xf0f0f0f0), operation(0x70, 28), returnA])).toBe(15);
    // tax; ld M[] round trip; txa
    expect(
      run([
        load(9),
        { code: 0x07, jt: 0, jf: 0, k: 0 },
        load(1),
        { code: 0x87, jt: 0, jf: 0, k: 0 },
        returnA,
      ]),
    ).toBe(9);
    expect(
      run([
        load(9),
        { code: 0x02, jt: 0, jf: 0, k: 3 },
        load(1),
        { code: 0x60, jt: 0, jf: 0, k: 3 },
        returnA,
      ]),
    ).toBe(9);
  });
});
