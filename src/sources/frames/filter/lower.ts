import { say } from '../../../model/messages/message.ts';
import { ETHER } from '../../../wire/ethertypes.ts';
import type { Direction, Expression, Primitive } from './ast.ts';
import { filterError } from './lex.ts';
import { type LinkLayout, linkName } from './link-layout.ts';
import { ANCILLARY_VLAN_TAG } from './program.ts';

/** Where a test reads. `transport`: `at` bytes after the IPv4 header that begins at `base`. */
export type Load =
  | { readonly from: 'frame'; readonly at: number; readonly size: 1 | 2 | 4 }
  | { readonly from: 'transport'; readonly base: number; readonly at: number; readonly size: 2 }
  | { readonly from: 'length' };

/** One comparison of one loaded value, after `& mask` unless the mask is `null`. All uint32. */
export interface Test {
  readonly kind: 'test';
  readonly load: Load;
  readonly mask: number | null;
  readonly operation: 'equal' | 'greater' | 'greater-or-equal' | 'any-bit';
  readonly value: number;
}

/** A filter in terms of bytes. Constants stay until `simplify`. */
export type Condition =
  | Test
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'constant'; readonly value: boolean };

const TRUE: Condition = { kind: 'constant', value: true };
const FALSE: Condition = { kind: 'constant', value: false };
const IPV6_FRAGMENT = 44;
/** TCP, UDP and SCTP keep their ports in the same place. */
const WITH_PORTS = [132, 6, 17];

/**
 * Turns words into byte tests for one link type. Goes through the expression from left to right, because
 * as in pcap-filter(7) every `vlan` moves what all tests after it look at one tag inward, even beyond
 * `or` and parentheses. With `tagTaken` the kernel has taken the outermost tag off the frame (a live
 * socket): the first `vlan` then asks the kernel and moves nothing.
 */
export function lower(expression: Expression, layout: LinkLayout, tagTaken: boolean): Condition {
  return new Lowering(layout, tagTaken).expression(expression);
}

class Lowering {
  readonly #layout: LinkLayout;
  readonly #tagTaken: boolean;
  /** Tags gone past, and how many of them are in the frame's bytes. */
  #tags = 0;
  #tagsInFrame = 0;

  constructor(layout: LinkLayout, tagTaken: boolean) {
    this.#layout = layout;
    this.#tagTaken = tagTaken;
  }

  expression(node: Expression): Condition {
    switch (node.kind) {
      case 'everything':
        return TRUE;
      case 'not':
        return { kind: 'not', operand: this.expression(node.operand) };
      case 'and':
      case 'or': {
        const left = this.expression(node.left); // before the right side: it may hold a `vlan`
        return { kind: node.kind, left, right: this.expression(node.right) };
      }
      default:
        return this.#primitive(node);
    }
  }

  #primitive(node: Primitive): Condition {
    switch (node.kind) {
      case 'ether-type':
        return this.#carries(node.type);
      case 'ether-host': {
        const words = [Math.floor(node.mac / 0x1_0000_0000), node.mac % 0x1_0000_0000];
        const macs = this.#macs(node);
        return ends(node.direction, macs + 6, macs, (at) =>
          all([equal(frame(at + 2, 4), words[1]), equal(frame(at, 2), words[0])]),
        );
      }
      case 'group':
        return this.#group(node);
      case 'vlan':
        return this.#vlan(node);
      case 'ip-protocol':
        return this.#ipProtocol(node.network, node.number);
      case 'address':
        return this.#address(node);
      case 'port':
        return this.#port(node);
      case 'length': {
        const load: Load = { from: 'length' };
        return node.comparison === 'greater'
          ? { kind: 'test', load, mask: null, operation: 'greater-or-equal', value: node.bytes }
          : not({ kind: 'test', load, mask: null, operation: 'greater', value: node.bytes });
      }
    }
  }

  /** The link says that it carries this ethertype. */
  #carries(type: number): Condition {
    const { etherTypeAt, payloadAt } = this.#layout;
    if (etherTypeAt !== null) return equal(frame(etherTypeAt + 4 * this.#tagsInFrame, 2), type);
    // raw IP: the version nibble is all there is
    if (type === ETHER.ipv4) return equal(frame(payloadAt, 1), 0x40, 0xf0);
    return type === ETHER.ipv6 ? equal(frame(payloadAt, 1), 0x60, 0xf0) : FALSE;
  }

  /** Where what the link carries begins, behind the tags gone past. */
  get #payloadAt(): number {
    return this.#layout.payloadAt + 4 * this.#tagsInFrame;
  }

  #macs(node: Primitive): number {
    const { macsAt } = this.#layout;
    if (macsAt === null)
      throw filterError(node.at, node.text, say('filter.no-macs', { link: linkName(this.#layout.linkType) }));
    return macsAt;
  }

  #group(node: Primitive & { kind: 'group' }): Condition {
    if (node.layer === 'ip') {
      const first = frame(this.#payloadAt + 16, 1);
      return and(this.#carries(ETHER.ipv4), {
        kind: 'test',
        load: first,
        mask: null,
        operation: 'greater-or-equal',
        value: 224,
      });
    }
    if (node.layer === 'ip6')
      return and(this.#carries(ETHER.ipv6), equal(frame(this.#payloadAt + 24, 1), 255));
    const at = this.#macs(node);
    if (node.what === 'broadcast')
      return and(equal(frame(at + 2, 4), 0xffffffff), equal(frame(at, 2), 0xffff));
    return { kind: 'test', load: frame(at, 1), mask: null, operation: 'any-bit', value: 1 };
  }

  #vlan(node: Primitive & { kind: 'vlan' }): Condition {
    if (!this.#layout.hasTags)
      throw filterError(node.at, node.text, say('filter.no-tags', { link: linkName(this.#layout.linkType) }));
    const tag = node.sameTag ? this.#tags - 1 : this.#tags;
    if (!node.sameTag) this.#tags++;
    if (this.#tagTaken && tag === 0) {
      if (node.id === null) return TRUE;
      return equal(frame(ANCILLARY_VLAN_TAG, 2), node.id, 0xfff);
    }
    if (!node.sameTag) this.#tagsInFrame++;
    const typeAt = (this.#layout.etherTypeAt ?? 0) + 4 * (this.#tagsInFrame - 1);
    const isTag = any(
      [ETHER.vlan, ETHER.providerVlan, ETHER.oldQinQ].map((type) => equal(frame(typeAt, 2), type)),
    );
    if (node.id === null) return isTag;
    return and(isTag, equal(frame(this.#payloadAt - 4, 2), node.id, 0xfff));
  }

  #ipProtocol(network: 'any' | 'ip' | 'ip6', number: number): Condition {
    const v4 = and(this.#carries(ETHER.ipv4), equal(frame(this.#payloadAt + 9, 1), number));
    if (network === 'ip') return v4;
    const next = frame(this.#payloadAt + 6, 1);
    const v6 = and(
      this.#carries(ETHER.ipv6),
      any([
        equal(next, number),
        and(equal(next, IPV6_FRAGMENT), equal(frame(this.#payloadAt + 40, 1), number)),
      ]),
    );
    return network === 'ip6' ? v6 : { kind: 'or', left: v4, right: v6 };
  }

  #address(node: Primitive & { kind: 'address' }): Condition {
    const { words, mask, direction, layer } = node;
    const at = this.#payloadAt;
    const is = (from: number) =>
      all(
        words.map((word, i) => equal(frame(from + 4 * i, 4), word, mask[i])).filter((_, i) => mask[i] !== 0),
      );
    if (words.length === 4) return and(this.#carries(ETHER.ipv6), ends(direction, at + 8, at + 24, is));
    const inIp = () => and(this.#carries(ETHER.ipv4), ends(direction, at + 12, at + 16, is));
    // sender and target protocol address (RFC 826, RFC 903)
    const inArp = (type: number) => and(this.#carries(type), ends(direction, at + 14, at + 24, is));
    if (layer === 'arp') return inArp(ETHER.arp);
    if (layer === 'rarp') return inArp(ETHER.rarp);
    return layer === 'ip' ? inIp() : any([inIp(), inArp(ETHER.arp), inArp(ETHER.rarp)]);
  }

  #port(node: Primitive & { kind: 'port' }): Condition {
    const at = this.#payloadAt;
    const transports = node.transport === null ? WITH_PORTS : [node.transport];
    const transport = (byte: number) => any(transports.map((number) => equal(frame(byte, 1), number)));
    const is = (load: Load): Condition =>
      node.low === node.high
        ? equal(load, node.low)
        : and(
            { kind: 'test', load, mask: null, operation: 'greater-or-equal', value: node.low },
            not({ kind: 'test', load, mask: null, operation: 'greater', value: node.high }),
          );
    const inIpv6 = all([
      this.#carries(ETHER.ipv6),
      transport(at + 6),
      ends(node.direction, at + 40, at + 42, (from) => is(frame(from, 2))),
    ]);
    const inIpv4 = all([
      this.#carries(ETHER.ipv4),
      transport(at + 9),
      // a later fragment has no ports
      not({ kind: 'test', load: frame(at + 6, 2), mask: null, operation: 'any-bit', value: 0x1fff }),
      ends(node.direction, 0, 2, (from) => is({ from: 'transport', base: at, at: from, size: 2 })),
    ]);
    return { kind: 'or', left: inIpv6, right: inIpv4 };
  }
}

function frame(at: number, size: 1 | 2 | 4): Load {
  return { from: 'frame', at, size };
}

function equal(load: Load, value: number, mask = 0xffffffff): Test {
  return { kind: 'test', load, mask: mask === 0xffffffff ? null : mask, operation: 'equal', value };
}

function and(left: Condition, right: Condition): Condition {
  return { kind: 'and', left, right };
}

function not(operand: Condition): Condition {
  return { kind: 'not', operand };
}

/** True when all are, and when there are none. */
function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? TRUE : conditions.reduce(and);
}

function any(conditions: readonly Condition[]): Condition {
  return conditions.reduce((left, right) => ({ kind: 'or', left, right }));
}

/** `is` of the source, of the destination, or of both. */
function ends(direction: Direction, srcAt: number, dstAt: number, is: (at: number) => Condition): Condition {
  if (direction === 'src') return is(srcAt);
  if (direction === 'dst') return is(dstAt);
  return { kind: direction === 'both' ? 'and' : 'or', left: is(srcAt), right: is(dstAt) };
}
