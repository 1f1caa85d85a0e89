/** S7 communication over ISO on TCP (RFC 1006, ISO 8073): as public dissectors describe it. */
import { type Bytes, concat, u16, u24 } from '../../../wire/build/index.ts';
import { fixedText } from './encoding.ts';

const tpkt = (payload: Bytes) => {
  const bytes = concat(payload);
  return concat([3, 0], u16(bytes.length + 4), bytes);
};
const data = (payload: Bytes) => tpkt(concat([2, 0xf0, 0x80], payload));

/** `slot` of the CPU: 1 in an S7-1200 or 1500. */
export const connectRequest = (reference: number, slot: number): Uint8Array =>
  tpkt(concat([17, 0xe0], u16(0), u16(reference), [0, 0xc0, 1, 0x0a, 0xc1, 2, 1, 0, 0xc2, 2, 1, slot]));
export const connectConfirm = (reference: number, slot: number): Uint8Array =>
  tpkt(concat([17, 0xd0], u16(reference), u16(1), [0, 0xc0, 1, 0x0a, 0xc1, 2, 1, 0, 0xc2, 2, 1, slot]));

const JOB = 1;
const ACK_DATA = 3;
const USER_DATA = 7;

function message(type: number, reference: number, parameter: Bytes, content: Bytes = []): Uint8Array {
  const p = concat(parameter);
  const c = concat(content);
  const error = type === ACK_DATA ? [0, 0] : [];
  return data(concat([0x32, type, 0, 0], u16(reference), u16(p.length), u16(c.length), error, p, c));
}

const setup = concat([0xf0, 0], u16(1), u16(1), u16(480));
export const setupRequest = (reference: number): Uint8Array => message(JOB, reference, setup);
export const setupAnswer = (reference: number): Uint8Array => message(ACK_DATA, reference, setup);

/** An item of S7ANY: bytes of a data block. */
const item = (block: number, from: number, count: number) =>
  concat([0x12, 0x0a, 0x10, 2], u16(count), u16(block), [0x84], u24(from * 8));

export const readRequest = (reference: number, block: number, from: number, count: number): Uint8Array =>
  message(JOB, reference, concat([4, 1], item(block, from, count)));
export function readAnswer(reference: number, bytes: Uint8Array): Uint8Array {
  return message(ACK_DATA, reference, [4, 1], concat([0xff, 4], u16(bytes.length * 8), bytes));
}

export function writeRequest(reference: number, block: number, from: number, bytes: Uint8Array): Uint8Array {
  const content = concat([0, 4], u16(bytes.length * 8), bytes);
  return message(JOB, reference, concat([5, 1], item(block, from, bytes.length)), content);
}
export const writeAnswer = (reference: number): Uint8Array => message(ACK_DATA, reference, [5, 1], [0xff]);

/** System status list: what a CPU says of itself to engineering tools. */
export const szlRequest = (reference: number, id: number): Uint8Array =>
  message(
    USER_DATA,
    reference,
    [0, 1, 0x12, 4, 0x11, 0x44, 1, 0],
    concat([0xff, 9], u16(4), u16(id), u16(0)),
  );

function szlAnswer(reference: number, id: number, itemBytes: number, items: readonly Uint8Array[]) {
  const list = concat(u16(id), u16(0), u16(itemBytes), u16(items.length), ...items);
  const parameter = [0, 1, 0x12, 8, 0x12, 0x84, 1, 1, 0, 0, 0, 0];
  return message(USER_DATA, reference, parameter, concat([0xff, 9], u16(list.length), list));
}

/** SZL 0x0011: order numbers and versions of module, hardware, firmware. */
export function moduleIdentification(
  reference: number,
  orderNumber: string,
  firmware: readonly [number, number, number],
): Uint8Array {
  const entry = (index: number, version: readonly number[]) =>
    concat(u16(index), fixedText(orderNumber.padEnd(20, ' '), 20), u16(0), version);
  const [major, minor, patch] = firmware;
  return szlAnswer(reference, 0x0011, 28, [
    entry(1, [0, 1, 0, 0]),
    entry(6, [0, 1, 0, 0]),
    entry(7, [0x56, major, minor, patch]),
  ]);
}

const COMPONENT_INDEXES = [1, 2, 3, 4, 5, 7];

/** SZL 0x001c: system name, module name, plant, copyright, serial number, type. */
export function componentIdentification(reference: number, texts: readonly string[]): Uint8Array {
  const items = texts.map((text, i) => concat(u16(COMPONENT_INDEXES[i]), fixedText(text, 32)));
  return szlAnswer(reference, 0x001c, 34, items);
}
