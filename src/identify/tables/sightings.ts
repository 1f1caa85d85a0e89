import type { Mac } from '../../base/mac.ts';
import { macFrom, macHigh } from '../../base/mac.ts';
import type { Micros } from '../../base/time.ts';
import { compareText } from '../evidence.ts';
import type { AttributeName, Sighting, Subject } from '../sighting.ts';
import type { Addresses } from './addresses.ts';
import { enlargeDoubles, enlargeInts, FIRST_ROWS, type Tuples, TupleTable } from './tuple-table.ts';

/** Different values of one attribute that are kept for one subject. */
const MOST_VALUES = 64;
/** Longer values are cut. */
const LONGEST_VALUE = 512;
/** Last word of a subject that is a MAC; of an address, its version in these units, plus its VLAN (-1: untagged). */
const OF_MAC = 0;
const VERSION = 0x1_0000;
/** Of a text that was never said. */
const UNSAID = -1;
/** Row that ends a list. */
const NONE = -1;

/** The same thing said once or many times by one source. */
export interface Observation {
  readonly attribute: AttributeName;
  readonly value: string;
  readonly source: string;
  readonly confidence: number;
  readonly first: Micros;
  readonly firstPacket: number;
  readonly last: Micros;
  readonly count: number;
}

/** By packet, then by what was said: the same whatever the order in which it came. */
export function compareObservations(a: Observation, b: Observation): number {
  return (
    a.firstPacket - b.firstPacket ||
    compareText(a.attribute, b.attribute) ||
    compareText(a.value, b.value) ||
    compareText(a.source, b.source)
  );
}

/**
 * What was said about interfaces and addresses, an observation a row. Subjects and texts are numbers in it: a repetition
 * costs a few look-ups and makes nothing.
 */
export class Sightings {
  /** Observations that found no room. */
  dropped = 0;
  readonly #subjects: TupleTable;
  /** (subject, attribute, value, source): rows. */
  readonly #rows: TupleTable;
  #confidence = new Float64Array(FIRST_ROWS);
  #first = new Float64Array(FIRST_ROWS);
  #firstPacket = new Float64Array(FIRST_ROWS);
  #last = new Float64Array(FIRST_ROWS);
  #count = new Float64Array(FIRST_ROWS);
  /** The next row of the same subject and attribute. */
  #next = new Int32Array(FIRST_ROWS);
  /** (subject, attribute): its first row, and how many values it has. */
  readonly #groups: TupleTable;
  #firstRow = new Int32Array(FIRST_ROWS);
  #values = new Int32Array(FIRST_ROWS);
  /** Attributes, values and sources. */
  readonly #texts: string[] = [];
  readonly #textIds = new Map<string, number>();

  constructor(limit: number) {
    this.#subjects = new TupleTable(5, limit);
    this.#rows = new TupleTable(4, limit, (rows) => this.#enlarge(rows));
    this.#groups = new TupleTable(2, limit, (rows) => this.#enlargeGroups(rows));
  }

  #enlarge(rows: number): void {
    this.#confidence = enlargeDoubles(this.#confidence, rows);
    this.#first = enlargeDoubles(this.#first, rows);
    this.#firstPacket = enlargeDoubles(this.#firstPacket, rows);
    this.#last = enlargeDoubles(this.#last, rows);
    this.#count = enlargeDoubles(this.#count, rows);
    this.#next = enlargeInts(this.#next, rows);
  }

  #enlargeGroups(rows: number): void {
    this.#firstRow = enlargeInts(this.#firstRow, rows);
    this.#values = enlargeInts(this.#values, rows);
  }

  add(sighting: Sighting): void {
    const { subject, at, packet, confidence } = sighting;
    const said = sighting.value;
    const text = said.length > LONGEST_VALUE ? said.slice(0, LONGEST_VALUE) : said;
    const attribute = this.#idOf(sighting.attribute);
    const value = this.#idOf(text);
    const source = this.#idOf(sighting.source);
    const who = this.#findSubject(subject);
    const known = who < 0 ? NONE : this.#rows.find(who, attribute, value, source);
    const row = known < 0 ? this.#append(sighting, text, value) : known;
    if (row < 0) {
      this.dropped++;
      return;
    }
    this.#count[row]++;
    if (confidence > this.#confidence[row]) this.#confidence[row] = confidence;
    if (at > this.#last[row]) this.#last[row] = at;
    const first = this.#first[row];
    if (at < first || (at === first && packet < this.#firstPacket[row])) {
      this.#first[row] = at;
      this.#firstPacket[row] = packet;
    }
  }

  /** Subjects are numbered from 0 to subjects - 1; a row's is its first word. */
  get rows(): Tuples {
    return this.#rows;
  }

  /** Rows are numbered from 0 to size - 1. */
  get size(): number {
    return this.#rows.size;
  }

  get subjects(): number {
    return this.#subjects.size;
  }

  /** The subject of a row. */
  subjectOf(row: number): number {
    return this.#rows.word(row, 0);
  }

  firstOf(row: number): Micros {
    return this.#first[row];
  }

  /** The MAC that a subject is, or `null` when it is whoever owns an address. */
  macOf(subject: number): Mac | null {
    const table = this.#subjects;
    return table.word(subject, 4) === OF_MAC ? macFrom(table.word(subject, 0), table.word(subject, 1)) : null;
  }

  /** Word 0…3 of the address that a subject has. */
  addressWordOf(subject: number, index: number): number {
    return this.#subjects.word(subject, index);
  }

  /** Number of the address that a subject has, -1 when it was seen in no traffic. */
  addressOf(subject: number, addresses: Addresses): number {
    const { words, width } = this.#subjects;
    const at = subject * width;
    return addresses.find(this.versionOf(subject), words[at], words[at + 1], words[at + 2], words[at + 3]);
  }

  /** 4 or 6. */
  versionOf(subject: number): number {
    return (this.#subjects.word(subject, 4) + 1) >> 16;
  }

  /** -1 untagged. */
  vlanOf(subject: number): number {
    return this.#subjects.word(subject, 4) - this.versionOf(subject) * VERSION;
  }

  read(row: number): Observation {
    const rows = this.#rows;
    return {
      attribute: this.#texts[rows.word(row, 1)] as AttributeName,
      value: this.#texts[rows.word(row, 2)],
      source: this.#texts[rows.word(row, 3)],
      confidence: this.#confidence[row],
      first: this.#first[row],
      firstPacket: this.#firstPacket[row],
      last: this.#last[row],
      count: this.#count[row],
    };
  }

  /** Rows in which this was said, of whomever. */
  rowsOf(attribute: AttributeName, value: string): number[] {
    const a = this.#idOf(attribute);
    const v = this.#idOf(value);
    const found: number[] = [];
    if (a === UNSAID || v === UNSAID) return found;
    const { words, width, size } = this.#rows;
    for (let row = 0, at = 0; row < size; row++, at += width) {
      if (words[at + 2] === v && words[at + 1] === a) found.push(row);
    }
    return found;
  }

  #idOf(text: string): number {
    return this.#textIds.get(text) ?? UNSAID;
  }

  #internText(text: string): number {
    const known = this.#textIds.get(text);
    if (known !== undefined) return known;
    const id = this.#texts.push(text) - 1;
    this.#textIds.set(text, id);
    return id;
  }

  #findSubject(subject: Subject): number {
    if ('mac' in subject) {
      return this.#subjects.find(macHigh(subject.mac), subject.mac | 0, 0, 0, OF_MAC);
    }
    const { version, w0, w1, w2, w3 } = subject.ip;
    return this.#subjects.find(w0, w1, w2, w3, version * VERSION + subject.vlan);
  }

  #internSubject(subject: Subject): number {
    if ('mac' in subject) {
      return this.#subjects.intern(macHigh(subject.mac), subject.mac | 0, 0, 0, OF_MAC);
    }
    const { version, w0, w1, w2, w3 } = subject.ip;
    return this.#subjects.intern(w0, w1, w2, w3, version * VERSION + subject.vlan);
  }

  /** A row for what was not said before; -1 when there is no room. `value` is UNSAID where nobody said it of anybody. */
  #append(sighting: Sighting, text: string, value: number): number {
    if (this.#rows.size >= this.#rows.limit) return NONE;
    const subject = this.#internSubject(sighting.subject);
    const attribute = this.#internText(sighting.attribute);
    const before = this.#groups.size;
    const group = this.#groups.intern(subject, attribute);
    const head = group < before ? this.#firstRow[group] : NONE;
    const isNew = value === UNSAID || !this.#isValue(head, value);
    if (isNew) {
      if (head === NONE) this.#values[group] = 0;
      else if (this.#values[group] >= MOST_VALUES) return NONE;
      this.#values[group]++;
    }
    const row = this.#rows.intern(
      subject,
      attribute,
      this.#internText(text),
      this.#internText(sighting.source),
    );
    this.#next[row] = head;
    this.#firstRow[group] = row;
    this.#confidence[row] = sighting.confidence;
    this.#first[row] = sighting.at;
    this.#firstPacket[row] = sighting.packet;
    this.#last[row] = sighting.at;
    this.#count[row] = 0;
    return row;
  }

  /** Whether the list of rows that begins with `head` has the value. */
  #isValue(head: number, value: number): boolean {
    for (let row = head; row !== NONE; row = this.#next[row]) {
      if (this.#rows.word(row, 2) === value) return true;
    }
    return false;
  }
}
