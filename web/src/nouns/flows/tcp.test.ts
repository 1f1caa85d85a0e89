import { describe, expect, it } from 'vitest';
import { flagNames, tcpEnd } from './tcp.ts';

const tcp = (flags: number, flagsBack: number, packetsBack = 3) => ({
  tcp: { flags, flagsBack, syn: 1, rst: 0, fin: 0, retransmissions: 0 },
  packetsBack,
});

describe('flags', () => {
  it('are named in the order of a connection', () => {
    expect(flagNames(0x1b)).toEqual(['SYN', 'ACK', 'PSH', 'FIN']);
    expect(flagNames(0xff)).toHaveLength(8);
    expect(flagNames(0)).toEqual([]);
  });
});

describe('what became of a connection', () => {
  it.each([
    ['a SYN and nothing back', tcp(2, 0, 0), 'unanswered'],
    ['a SYN answered by RST', tcp(2, 0x14), 'refused'],
    ['a reset in the middle', tcp(0x1a, 0x16), 'reset'],
    ['a reset by who asked', tcp(0x1e, 0x12), 'reset'],
    ['FIN from both', tcp(0x1b, 0x13), 'closed'],
    ['FIN from one only', tcp(0x1b, 0x12), 'open'],
    ['a handshake and data', tcp(0x1a, 0x1a), 'open'],
    ['data only', tcp(0x18, 0x10), 'midway'],
  ] as const)('%s', (_, flow, end) => {
    expect(tcpEnd(flow)).toBe(end);
  });

  it('is nothing without TCP', () => {
    expect(tcpEnd({ tcp: null, packetsBack: 1 })).toBeNull();
  });
});
