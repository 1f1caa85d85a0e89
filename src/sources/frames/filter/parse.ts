import { parseMac } from '../../../base/mac.ts';
import { type Message, say } from '../../../model/messages/message.ts';
import { ETHER } from '../../../wire/ethertypes.ts';
import { looksLikeAddress, parseAddress, parseNetwork } from './address.ts';
import type { AddressLayer, Direction, Expression, Primitive } from './ast.ts';
import { filterError, lex, type Token } from './lex.ts';

/**
 * Reads a capture filter: the part of pcap-filter(7) that does not look into payloads.
 *
 *     expression = [ term { ('and' | 'or') term } ]            equal precedence, from the left
 *     term       = 'not' term | '(' expression ')' | primitive
 *     primitive  = 'ip' | 'ip6' | 'arp' | 'rarp' | 'tcp' | 'udp' | 'sctp' | 'icmp' | 'icmp6' | 'igmp'
 *                | [ 'ip' | 'ip6' | 'arp' | 'rarp' ] [ direction ] [ 'host' ] address
 *                | [ 'ip' | 'ip6' | 'arp' | 'rarp' ] [ direction ] 'net' network [ 'mask' address ]
 *                | [ 'tcp' | 'udp' | 'sctp' ] [ direction ] ( 'port' n | 'portrange' n-m )
 *                | 'ether' [ direction ] [ 'host' ] mac
 *                | 'ether' 'proto' type | [ 'ip' | 'ip6' ] 'proto' number
 *                | [ 'ether' ] ( 'broadcast' | 'multicast' ) | ( 'ip' | 'ip6' ) 'multicast'
 *                | 'vlan' [ id ] | 'less' bytes | 'greater' bytes
 *     direction  = 'src' | 'dst' | 'src or dst' | 'src and dst'
 *
 * A value alone after `and` or `or` takes the qualifiers before it: `tcp port 80 or 443`. Names are not
 * resolved. Throws an `InputError` that names the character, the word and what was expected.
 */
export function parseFilter(expression: string): Expression {
  const parser = new Parser(lex(expression));
  return parser.whole();
}

/** IP protocol numbers (IANA protocol-numbers) that have a word of their own. */
const PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ['icmp', 1],
  ['igmp', 2],
  ['tcp', 6],
  ['udp', 17],
  ['gre', 47],
  ['esp', 50],
  ['ah', 51],
  ['icmp6', 58],
  ['ospf', 89],
  ['pim', 103],
  ['vrrp', 112],
  ['sctp', 132],
]);
const ETHER_TYPES: ReadonlyMap<string, number> = new Map([
  ['ip', ETHER.ipv4],
  ['arp', ETHER.arp],
  ['rarp', ETHER.rarp],
  ['ip6', ETHER.ipv6],
]);
const TRANSPORTS: readonly string[] = ['tcp', 'udp', 'sctp'];
/** Protocols that exist over one IP version only. */
const NETWORK_OF: ReadonlyMap<string, 'ip' | 'ip6'> = new Map([
  ['icmp', 'ip'],
  ['igmp', 'ip'],
  ['icmp6', 'ip6'],
]);
const TYPES: readonly string[] = ['host', 'net', 'port', 'portrange', 'proto'];
const RESERVED = new Set([
  ...['and', 'or', 'not', 'src', 'dst', 'ether', 'vlan', 'less', 'greater', 'broadcast', 'multicast', 'mask'],
  ...TYPES,
  ...ETHER_TYPES.keys(),
  ...['tcp', 'udp', 'sctp', 'icmp', 'icmp6', 'igmp'],
]);
const MAX_DEPTH = 64;

/** What stands before a value, kept for the values that follow it after `or`. */
interface Qualifiers {
  /** `''`: none. */
  readonly protocol: string;
  readonly direction: Direction | null;
  readonly type: string;
}

/** One filter being read, left to right, one token of look-ahead. */
class Parser {
  #tokens: readonly Token[];
  #next = 0;
  #depth = 0;
  /** Qualifiers of the primitive read last; `null` when it took no value. */
  #carried: Qualifiers | null = null;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    if (this.#token().kind === 'end') return { kind: 'everything' };
    const expression = this.#expression();
    const token = this.#token();
    if (token.kind !== 'end') throw filterError(token.at, token.text, afterTerm(token));
    return expression;
  }

  #expression(): Expression {
    let left = this.#term();
    for (;;) {
      const word = this.#token().text;
      if (word !== 'and' && word !== 'or') return left;
      this.#next++;
      left = { kind: word, left, right: this.#term() };
    }
  }

  #term(): Expression {
    const token = this.#token();
    if (token.text !== 'not' && token.kind !== '(') return this.#primitive();
    if (++this.#depth > MAX_DEPTH)
      throw filterError(token.at, token.text, say('filter.depth', { most: MAX_DEPTH }));
    this.#next++;
    let inner: Expression;
    if (token.kind === '(') {
      inner = this.#expression();
      const close = this.#token();
      if (close.kind !== ')')
        throw filterError(close.at, close.text, say('filter.close', { at: token.at + 1 }));
      this.#next++;
    } else inner = { kind: 'not', operand: this.#term() };
    this.#depth--;
    return inner;
  }

  #primitive(): Primitive {
    const first = this.#token();
    if (first.kind !== 'word' || first.text === 'and' || first.text === 'or')
      throw filterError(first.at, first.text, say('filter.starters'));
    if (!RESERVED.has(first.text)) return this.#bareValue(first);
    this.#carried = null;
    if (first.text === 'vlan') return this.#vlan(first);
    if (first.text === 'less' || first.text === 'greater') {
      this.#next++;
      const bytes = this.#number(say('filter.length'), 0xffffffff);
      return { ...this.#span(first), kind: 'length', comparison: first.text, bytes };
    }
    return this.#qualified(first);
  }

  /** `192.0.2.1`, or a value that takes the qualifiers before it. */
  #bareValue(first: Token): Primitive {
    const carried = this.#carried;
    if (carried?.type === 'vlan') {
      const id = this.#number(say('filter.vlan'), 4095);
      return { ...this.#span(first), kind: 'vlan', id, sameTag: true };
    }
    if (carried !== null) return this.#value(first, carried);
    if (looksLikeAddress(first.text))
      return this.#value(first, {
        protocol: '',
        direction: null,
        type: first.text.includes('/') ? 'net' : 'host',
      });
    throw filterError(first.at, first.text, unknownWord(first.text));
  }

  #vlan(first: Token): Primitive {
    this.#next++;
    const hasId = /^\d/.test(this.#token().text);
    const id = hasId ? this.#number(say('filter.vlan'), 4095) : null;
    if (hasId) this.#carried = { protocol: '', direction: null, type: 'vlan' };
    return { ...this.#span(first), kind: 'vlan', id, sameTag: false };
  }

  /** `[protocol] [direction] [type] value`, or a protocol alone. */
  #qualified(first: Token): Primitive {
    let protocol = '';
    if (first.text === 'ether' || ETHER_TYPES.has(first.text) || PROTOCOLS.has(first.text)) {
      protocol = first.text;
      this.#next++;
    }
    const group = this.#token();
    if (group.text === 'broadcast' || group.text === 'multicast') return this.#group(first, protocol, group);
    const direction = this.#direction();
    const word = this.#token();
    let type = TYPES.includes(word.text) ? word.text : '';
    if (type !== '') this.#next++;
    else if (protocol === 'ether' ? parseMac(word.text) !== null : looksLikeAddress(word.text))
      type = word.text.includes('/') ? 'net' : 'host';
    else if (direction === null && protocol !== '' && protocol !== 'ether') {
      if (word.kind === 'word' && word.text !== 'and' && word.text !== 'or')
        throw filterError(
          word.at,
          word.text,
          say('filter.or-more', { expected: expectedAfter(protocol, direction) }),
        );
      const type = ETHER_TYPES.get(protocol);
      if (type !== undefined) return { ...this.#span(first), kind: 'ether-type', type };
      const network = NETWORK_OF.get(protocol) ?? 'any';
      return { ...this.#span(first), kind: 'ip-protocol', network, number: PROTOCOLS.get(protocol) ?? 0 };
    } else throw filterError(word.at, word.text, expectedAfter(protocol, direction));
    return this.#value(first, { protocol, direction, type });
  }

  #group(first: Token, protocol: string, word: Token): Primitive {
    const what = word.text === 'broadcast' ? 'broadcast' : 'multicast';
    const layer = protocol === '' || protocol === 'ether' ? 'ether' : protocol === 'ip6' ? 'ip6' : 'ip';
    if (what === 'broadcast' && layer !== 'ether')
      throw filterError(word.at, word.text, say('filter.after-group', { protocol }));
    if (layer === 'ip' && protocol !== 'ip')
      throw filterError(word.at, word.text, say('filter.before-group', { protocol }));
    this.#next++;
    return { ...this.#span(first), kind: 'group', layer, what };
  }

  #direction(): Direction | null {
    const word = this.#token().text;
    if (word !== 'src' && word !== 'dst') return null;
    this.#next++;
    const conjunction = this.#token().text;
    const other = this.#tokens[this.#next + 1]?.text;
    if (
      (conjunction === 'or' || conjunction === 'and') &&
      (other === 'src' || other === 'dst') &&
      other !== word
    ) {
      // `src or dst port 53` is one direction; `src 192.0.2.1 or dst port 53` never comes here
      this.#next += 2;
      return conjunction === 'or' ? 'either' : 'both';
    }
    return word;
  }

  /** The value `qualifiers.type` asks for. */
  #value(first: Token, qualifiers: Qualifiers): Primitive {
    const token = this.#token();
    const { protocol, type } = qualifiers;
    const direction = qualifiers.direction ?? 'either';
    this.#carried = qualifiers;
    switch (type) {
      case 'host':
      case 'net':
        return protocol === 'ether' ? this.#mac(first, type, direction) : this.#address(first, qualifiers);
      case 'port':
      case 'portrange': {
        if (protocol !== '' && !TRANSPORTS.includes(protocol))
          throw filterError(token.at, token.text, say('filter.before-port', { type, protocol }));
        const range = type === 'port' ? `${token.text}-${token.text}` : token.text;
        const match = /^(\d{1,5})-(\d{1,5})$/.exec(range);
        const ends = match === null ? [] : [Number(match[1]), Number(match[2])];
        if (ends.length === 0 || Math.max(...ends) > 65535)
          throw filterError(token.at, token.text, say(`filter.${type}`));
        this.#next++;
        const transport = protocol === '' ? null : (PROTOCOLS.get(protocol) ?? null);
        const [low, high] = ends[0] <= ends[1] ? ends : [ends[1], ends[0]];
        return { ...this.#span(first), kind: 'port', transport, low, high, direction };
      }
      default:
        return this.#proto(first, qualifiers);
    }
  }

  #mac(first: Token, type: string, direction: Direction): Primitive {
    const token = this.#token();
    const mac = parseMac(token.text);
    if (type !== 'host' || mac === null) throw filterError(token.at, token.text, say('filter.mac'));
    this.#next++;
    return { ...this.#span(first), kind: 'ether-host', mac, direction };
  }

  #address(first: Token, { protocol, direction, type }: Qualifiers): Primitive {
    const token = this.#token();
    if (protocol !== '' && !ETHER_TYPES.has(protocol))
      throw filterError(token.at, token.text, say('filter.before-address', { type, protocol }));
    this.#next++;
    let mask: Token | null = null;
    if (type === 'net' && this.#token().text === 'mask') {
      this.#next++;
      mask = this.#token();
      this.#next++;
    }
    const found =
      type === 'host' ? parseAddress(token.text) : parseNetwork(token.text, mask === null ? null : mask.text);
    if ('key' in found) throw filterError(token.at, token.text, found);
    const isIpv6 = found.words.length === 4;
    if (protocol !== '' && (protocol === 'ip6') !== isIpv6)
      throw filterError(
        token.at,
        token.text,
        say('filter.version', { version: protocol === 'ip6' ? 'IPv6' : 'IPv4', protocol }),
      );
    const layer: AddressLayer = protocol === '' ? 'any' : (protocol as AddressLayer);
    return { ...this.#span(first), kind: 'address', layer, ...found, direction: direction ?? 'either' };
  }

  #proto(first: Token, { protocol, direction }: Qualifiers): Primitive {
    const token = this.#token();
    if (direction !== null) throw filterError(token.at, token.text, say('filter.no-direction'));
    const name = token.text.replace(/^\\/, '');
    if (protocol === 'ether') {
      const type = ETHER_TYPES.get(name) ?? this.#peekNumber(token, say('filter.ethertype'), 0xffff);
      if (type < 0x600) throw filterError(token.at, token.text, say('filter.ethertype'));
      this.#next++;
      return { ...this.#span(first), kind: 'ether-type', type };
    }
    if (protocol !== '' && protocol !== 'ip' && protocol !== 'ip6')
      throw filterError(token.at, token.text, say('filter.before-proto', { protocol }));
    const number = PROTOCOLS.get(name) ?? this.#peekNumber(token, say('filter.proto'), 255);
    this.#next++;
    return { ...this.#span(first), kind: 'ip-protocol', network: protocol === '' ? 'any' : protocol, number };
  }

  #number(what: Message, limit: number): number {
    const value = this.#peekNumber(this.#token(), what, limit);
    this.#next++;
    return value;
  }

  #peekNumber(token: Token, what: Message, limit: number): number {
    const value = /^(\d+|0x[0-9a-f]+)$/.test(token.text) ? Number(token.text) : Number.NaN;
    if (!(value <= limit))
      throw filterError(token.at, token.text, say('filter.number', { what, most: limit }));
    return value;
  }

  /** The words from `first` to the token before the next. */
  #span(first: Token): { at: number; text: string } {
    const from = this.#tokens.indexOf(first);
    const words = this.#tokens.slice(from, this.#next).map((token) => token.text);
    return { at: first.at, text: words.join(' ') };
  }

  #token(): Token {
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)];
  }
}

function expectedAfter(protocol: string, direction: Direction | null): Message {
  if (protocol === 'ether')
    return say(direction === null ? 'filter.after-ether' : 'filter.after-ether-direction');
  return say(TRANSPORTS.includes(protocol) ? 'filter.after-transport' : 'filter.after-network');
}

const afterTerm = (token: Token): Message => say(token.kind === ')' ? 'filter.open' : 'filter.more');

const unknownWord = (word: string): Message =>
  say(/[[\]<>=+*&]/.test(word) ? 'filter.starters-no-bytes' : 'filter.starters');
