/** Whose a side of a conversation is. */
import { parseIp, parseIpv4 } from '../../../base/ip.ts';
import { isHostIp, isLinkLocalIpv6 } from '../../../base/ip-ranges.ts';
import type { Mac } from '../../../base/mac.ts';
import type { Micros } from '../../../base/time.ts';
import { enlargeDoubles, enlargeInts, FIRST_ROWS, TupleTable } from '../../../identify/tables/tuple-table.ts';
import type { Conversation, Device, Endpoint } from '../../../model/analysis.ts';

/** A device, and the VLAN on which the address is its own: another than the conversation's when it was routed. */
export interface Owner<Id = Device['id']> {
  readonly device: Id;
  readonly vlan: Conversation['vlan'];
}

/** A side of a conversation. */
export type End = Pick<Endpoint, 'mac' | 'ip'>;

/** `null` when the side is nobody's: multicast, broadcast, far away, or of several. */
export type OwnerOf<Id = Device['id']> = (end: End, vlan: Conversation['vlan']) => Owner<Id> | null;

/** A device by its id, or by whatever else its reader knows it by. */
export type Claimant<Id> = Pick<Device, 'macs' | 'addresses'> & { readonly id: Id };

interface Claim<Id> extends Owner<Id> {
  /** A number takes a tenth of a text that nobody has read yet. */
  readonly lastSeen: Micros;
}

const NO_VLAN = -1;
const COLON = 0x3a;
const NINE = 0x39;
const UNSPECIFIED = new Set(['0.0.0.0', '::']);

/**
 * An address belongs to the device that owns it on that VLAN, whatever MAC the frame has: behind a router that is the
 * router's. When several devices claim it (a duplicate address), the MAC decides. Without an address, or with the
 * unspecified one (RFC 1122 3.2.1.3, RFC 4291 2.5.2), the MAC says it.
 *
 * An address that nobody has on that VLAN was routed from another: it belongs to the only device that owns it anywhere.
 * Where several own it, on whatever VLANs, it is nobody's.
 */
export function ownerFinder<Id>(devices: Iterable<Claimant<Id>>): OwnerOf<Id> {
  const claims = new Claims<Id>();
  for (const device of devices) claims.add(device);
  return ({ mac, ip }, vlan) => {
    const ofMac = () => (mac === null ? undefined : claims.ofMac(mac));
    if (ip === null || UNSPECIFIED.has(ip)) {
      const device = ofMac();
      return device === undefined ? null : { device, vlan };
    }
    const known = claims.ofAddress(ip);
    if (known.length === 0) return null;
    if (known.length === 1) return known[0].vlan === vlan || isRouted(ip) ? known[0] : null;
    const there = known.filter((claim) => claim.vlan === vlan);
    if (there.length > 0) {
      const isOfOne = there.every(({ device }) => device === there[0].device);
      const device = isOfOne ? there[0].device : ofMac();
      return there.find((claim) => claim.device === device) ?? null;
    }
    return isRouted(ip) ? onlyOwner(known) : null;
  };
}

/**
 * Who has which MAC, and who claims which address. MACs and IPv4 addresses are numbers in columns: as texts and objects those of a
 * large network are sixty megabytes. IPv6 is kept by its text, because reading one takes longer than finding it.
 */
class Claims<Id> {
  readonly #ids: Id[] = [];
  readonly #macs = new TupleTable(2, Number.POSITIVE_INFINITY, (rows) => {
    this.#deviceOfMac = enlargeInts(this.#deviceOfMac, rows);
  });
  /** Place in `#ids` of the last device that has it. */
  #deviceOfMac = new Int32Array(FIRST_ROWS);
  readonly #addresses = new TupleTable(1, Number.POSITIVE_INFINITY, (rows) => {
    this.#device = enlargeInts(this.#device, rows);
    this.#vlan = enlargeInts(this.#vlan, rows);
    this.#seen = enlargeDoubles(this.#seen, rows);
  });
  /** Of the first claim of each address. */
  #device = new Int32Array(FIRST_ROWS);
  #vlan = new Int32Array(FIRST_ROWS);
  #seen = new Float64Array(FIRST_ROWS);
  /** All claims of an address that has several, by its number, and of every IPv6 address, by its text. */
  readonly #lists = new Map<number | string, Claim<Id>[]>();

  add({ id, macs, addresses }: Claimant<Id>): void {
    const place = this.#ids.push(id) - 1;
    for (const mac of macs) {
      const value = macOf(mac);
      // Before the column is named: it may be another then.
      const row = this.#macs.intern(Math.floor(value / 2 ** 32), value | 0);
      this.#deviceOfMac[row] = place;
    }
    for (const { ip, vlan, lastSeen } of addresses) {
      const word = parseIpv4(ip);
      const seen = microsOf(lastSeen);
      if (word !== null && this.#isFirst(word | 0, place, vlan, seen)) continue;
      const key = word === null ? ip : this.#addresses.find(word | 0);
      const known = this.#lists.get(key) ?? (typeof key === 'number' ? [this.#claimAt(key)] : []);
      known.push({ device: id, vlan, lastSeen: seen });
      this.#lists.set(key, known);
    }
  }

  #isFirst(word: number, place: number, vlan: number | null, seen: Micros): boolean {
    const row = this.#addresses.size;
    if (this.#addresses.intern(word) !== row) return false;
    this.#device[row] = place;
    this.#vlan[row] = vlan ?? NO_VLAN;
    this.#seen[row] = seen;
    return true;
  }

  ofMac(mac: string): Id | undefined {
    const value = macOf(mac);
    const row = this.#macs.find(Math.floor(value / 2 ** 32), value | 0);
    return row < 0 ? undefined : this.#ids[this.#deviceOfMac[row]];
  }

  ofAddress(ip: string): readonly Claim<Id>[] {
    const word = parseIpv4(ip);
    if (word === null) return this.#lists.get(ip) ?? [];
    const row = this.#addresses.find(word | 0);
    return row < 0 ? [] : (this.#lists.get(row) ?? [this.#claimAt(row)]);
  }

  #claimAt(row: number): Claim<Id> {
    const vlan = this.#vlan[row];
    return {
      device: this.#ids[this.#device[row]],
      vlan: vlan === NO_VLAN ? null : vlan,
      lastSeen: this.#seen[row],
    };
  }
}

/** Of `aa:bb:cc:dd:ee:ff`, as `formatMac` writes it. */
function macOf(text: string): Mac {
  let value = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== COLON) value = value * 16 + (code & 15) + (code > NINE ? 9 : 0);
  }
  return value;
}

/** Of the text of an instant (base/time.ts): `Date` knows thousandths of a second. */
function microsOf(text: string): Micros {
  const seconds = text.lastIndexOf('.');
  return Date.parse(`${text.slice(0, seconds)}Z`) * 1000 + Number(text.slice(seconds + 1, -1));
}

/** Where it was seen last; `null` when several devices have it. */
function onlyOwner<Id>(claims: readonly Claim<Id>[]): Claim<Id> | null {
  let last = claims[0];
  for (const claim of claims) {
    if (claim.device !== last.device) return null;
    if (claim.lastSeen > last.lastSeen) last = claim;
  }
  return last;
}

/** Whether routers forward to it: one host's, and not of the link alone (RFC 3927 2.7, RFC 4291 2.5.6). */
function isRouted(text: string): boolean {
  const ip = parseIp(text);
  if (ip === null) return false;
  const { version, w0, w1, w2, w3 } = ip;
  const isOfLink = version === 4 ? w0 >>> 16 === 0xa9fe : isLinkLocalIpv6(w0);
  return isHostIp(version, w0, w1, w2, w3) && !isOfLink;
}
