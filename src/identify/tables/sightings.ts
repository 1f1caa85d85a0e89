import type { Mac } from '../../base/mac.ts';
import type { Micros } from '../../base/time.ts';
import type { AttributeName, Sighting } from '../sighting.ts';

/** Different values of one attribute that are kept for one subject. */
const MOST_VALUES = 64;
/** Longer values are cut. */
const LONGEST_VALUE = 512;

/** The same thing said once or many times by one source. */
export interface Observation {
  readonly attribute: AttributeName;
  readonly value: string;
  readonly source: string;
  confidence: number;
  first: Micros;
  firstPacket: number;
  last: Micros;
  count: number;
}

/** attribute → value → one observation per source. */
type Subject = Map<AttributeName, Map<string, Observation[]>>;

/** What was said about interfaces and addresses. A repetition costs a few Map hits. */
export class Sightings {
  /** Distinct observations that found no room. */
  dropped = 0;
  #count = 0;
  readonly #limit: number;
  readonly #ofMac = new Map<Mac, Subject>();
  readonly #ofIp = new Map<string, Map<number, Subject>>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(sighting: Sighting): void {
    const values = this.#valuesOf(sighting);
    if (values === null) return;
    const value =
      sighting.value.length > LONGEST_VALUE ? sighting.value.slice(0, LONGEST_VALUE) : sighting.value;
    let list = values.get(value);
    if (list !== undefined) {
      for (const known of list) {
        if (known.source === sighting.source) {
          repeat(known, sighting);
          return;
        }
      }
    }
    if (this.#count >= this.#limit || (list === undefined && values.size >= MOST_VALUES)) {
      this.dropped++;
      return;
    }
    this.#count++;
    if (list === undefined) {
      list = [];
      values.set(value, list);
    }
    list.push({
      attribute: sighting.attribute,
      value,
      source: sighting.source,
      confidence: sighting.confidence,
      first: sighting.at,
      firstPacket: sighting.packet,
      last: sighting.at,
      count: 1,
    });
  }

  ofMac(mac: Mac): Observation[] {
    const subject = this.#ofMac.get(mac);
    return subject === undefined ? [] : flatten(subject);
  }

  /** Whether anything was said about an address. */
  get hasAddresses(): boolean {
    return this.#ofIp.size > 0;
  }

  /** Calls with every address that something was said about. `vlan` is -1 untagged. */
  forEachAddress(visit: (ip: string, vlan: number, observations: Observation[]) => void): void {
    for (const [ip, vlans] of this.#ofIp) {
      for (const [vlan, subject] of vlans) visit(ip, vlan, flatten(subject));
    }
  }

  /** MACs that something was said about. */
  macs(): Iterable<Mac> {
    return this.#ofMac.keys();
  }

  #valuesOf(sighting: Sighting): Map<string, Observation[]> | null {
    const who = sighting.subject;
    let subject = 'mac' in who ? this.#ofMac.get(who.mac) : this.#ofIp.get(who.ip)?.get(who.vlan);
    if (subject === undefined) {
      if (this.#count >= this.#limit) {
        this.dropped++;
        return null;
      }
      subject = new Map();
      if ('mac' in who) this.#ofMac.set(who.mac, subject);
      else {
        const vlans = this.#ofIp.get(who.ip);
        if (vlans === undefined) this.#ofIp.set(who.ip, new Map([[who.vlan, subject]]));
        else vlans.set(who.vlan, subject);
      }
    }
    let values = subject.get(sighting.attribute);
    if (values === undefined) {
      values = new Map();
      subject.set(sighting.attribute, values);
    }
    return values;
  }
}

function repeat(known: Observation, sighting: Sighting): void {
  known.count++;
  if (sighting.confidence > known.confidence) known.confidence = sighting.confidence;
  if (sighting.at > known.last) known.last = sighting.at;
  if (sighting.at < known.first || (sighting.at === known.first && sighting.packet < known.firstPacket)) {
    known.first = sighting.at;
    known.firstPacket = sighting.packet;
  }
}

function flatten(subject: Subject): Observation[] {
  const list: Observation[] = [];
  for (const values of subject.values())
    for (const observations of values.values()) list.push(...observations);
  return list;
}
