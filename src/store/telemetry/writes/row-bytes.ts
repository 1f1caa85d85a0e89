/**
 * TabSeparated rows written field by field into bytes. As one text first, and that into bytes, a row takes five times as
 * long, most of it in the garbage collector.
 */
import { formatMicros, type Micros } from '../../../base/time.ts';
import { TelemetryError } from '../errors.ts';

const TAB = 9;
const NEWLINE = 10;
const ZERO = 48;
const DAY_US = 86_400e6;
const MINUTE_US = 60e6;
/** What DateTime64 holds (rows.ts): hostile captures carry others. */
const FIRST_INSTANT_US = Date.UTC(1900, 0, 1) * 1000;
const AFTER_INSTANTS_US = Date.UTC(2300, 0, 1) * 1000;
const FIRST_INSTANT = '1900-01-01 00:00:00.000000';
const LAST_INSTANT = '2299-12-31 23:59:59.999999';
/** DateTime has 32 bits of seconds from 1970: until 2106. The last whole minute and hour of it. */
const LAST_MINUTE_US = 4_294_965_600e6;
/** ASCII that stands for itself. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) =>
  '\\\t\n\r\0'.includes(String.fromCharCode(code)) ? 0 : 1,
);
/** Of TabSeparated: what does not stand for itself in a text. */
export const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
};

const NULL = Buffer.from('\\N\t');

/** Rows of one table, in memory of their own. */
export class RowBytes {
  /** Rows there are. */
  count = 0;
  #buffer: Buffer<ArrayBuffer>;
  #at = 0;
  #day = Number.NaN;
  readonly #dayText = Buffer.alloc('2026-11-20 '.length);

  constructor(sizeBytes = 0) {
    this.#buffer = Buffer.from(new ArrayBuffer(Math.max(1024, sizeBytes)));
  }

  get sizeBytes(): number {
    return this.#at;
  }

  /** A row as text, without its end. */
  add(line: string): void {
    this.#utf8(line);
    this.#byte(NEWLINE);
    this.count++;
  }

  /** Fields as they are, each with the tab behind it. */
  fields(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#buffer.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** Throws `invalid` for what is no whole number from 0. */
  whole(value: number, name: string): void {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new TelemetryError('invalid', `${name}: expected a whole number from 0, found ${value}`);
    }
    this.integer(value);
  }

  /** A whole number; -1 stands for absence. */
  integer(value: number): void {
    this.#room(24);
    if (value < 0) this.#byte(45);
    const size = Math.abs(value);
    if (size < 1e9) this.#small(size);
    else {
      const high = Math.floor(size / 1e9);
      this.#small(high);
      this.#padded(size - high * 1e9, 9);
    }
    this.#byte(TAB);
  }

  /** Any number. */
  number(value: number): void {
    if (Number.isSafeInteger(value)) this.integer(value);
    else this.text(String(value));
  }

  /** Nothing when `null`. */
  text(value: string | null): void {
    if (value !== null && !this.#plain(value))
      this.#utf8(value.replace(/[\\\t\n\r\0]/g, (char) => ESCAPES[char]));
    this.#byte(TAB);
  }

  /** NULL. */
  none(): void {
    this.fields(NULL);
  }

  ipv4(word: number): void {
    this.#room(16);
    for (let shift = 24; shift >= 0; shift -= 8) {
      this.#small((word >>> shift) & 255);
      this.#byte(shift === 0 ? TAB : 46);
    }
  }

  /** DateTime64 with six decimals, held to the years that it has. */
  instant(at: Micros): void {
    if (!(at >= FIRST_INSTANT_US)) this.text(FIRST_INSTANT);
    else if (at >= AFTER_INSTANTS_US) this.text(LAST_INSTANT);
    else {
      const seconds = this.#daySeconds(at);
      this.#byte(46);
      this.#padded(Math.floor(at) - seconds * 1e6, 6);
      this.#byte(TAB);
    }
  }

  /** DateTime at the start of a minute, held to the years that it has. */
  minute(at: Micros): void {
    this.#daySeconds(Math.max(0, Math.min(LAST_MINUTE_US, Math.floor(at / MINUTE_US) * MINUTE_US)));
    this.#byte(TAB);
  }

  /** The last field was the last of its row. */
  end(): void {
    this.#buffer[this.#at - 1] = NEWLINE;
    this.count++;
  }

  /** All rows, in memory of their own that can be transferred; none are left here. */
  take(): Uint8Array<ArrayBuffer> {
    const body = new Uint8Array(this.#buffer.buffer, 0, this.#at);
    this.#buffer = Buffer.from(new ArrayBuffer(1024));
    this.#at = 0;
    this.count = 0;
    return body;
  }

  /** `2026-11-20 11:09:59`; gives the whole seconds since 1970. */
  #daySeconds(at: Micros): number {
    this.#room(40);
    const day = Math.floor(at / DAY_US);
    if (day !== this.#day) {
      this.#day = day;
      this.#dayText.write(`${formatMicros(day * DAY_US)?.slice(0, 10)} `, 'latin1');
    }
    this.fields(this.#dayText);
    const seconds = Math.floor(at / 1e6);
    const ofDay = seconds - day * 86_400;
    this.#padded(Math.floor(ofDay / 3600), 2);
    this.#byte(58);
    this.#padded(Math.floor(ofDay / 60) % 60, 2);
    this.#byte(58);
    this.#padded(ofDay % 60, 2);
    return seconds;
  }

  #byte(byte: number): void {
    this.#room(1);
    this.#buffer[this.#at++] = byte;
  }

  /** From 0 to 999,999,999. */
  #small(value: number): void {
    let digits = 1;
    for (let limit = 10; limit <= value; limit *= 10) digits++;
    this.#padded(value, digits);
  }

  #padded(value: number, digits: number): void {
    const end = this.#at + digits;
    let rest = value | 0;
    for (let at = end - 1; at >= this.#at; at--) {
      const tenth = (rest / 10) | 0;
      this.#buffer[at] = ZERO + rest - tenth * 10;
      rest = tenth;
    }
    this.#at = end;
  }

  /** False, and nothing written, when it is not ASCII that stands for itself. */
  #plain(value: string): boolean {
    const { length } = value;
    this.#room(length);
    const bytes = this.#buffer;
    let at = this.#at;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code >= 128 || PLAIN[code] === 0) return false;
      bytes[at++] = code;
    }
    this.#at = at;
    return true;
  }

  #utf8(value: string): void {
    // UTF-8 takes at most three bytes for each UTF-16 unit.
    this.#room(value.length * 3);
    this.#at += this.#buffer.write(value, this.#at);
  }

  #room(bytes: number): void {
    if (this.#buffer.length - this.#at >= bytes) return;
    const larger = Buffer.from(new ArrayBuffer(this.#buffer.length * 2 + bytes));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}
