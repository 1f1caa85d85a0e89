/** Modbus/TCP (Modbus Messaging on TCP/IP Implementation Guide 1.0b). */
import { type Bytes, concat, u16 } from '../../../wire/build/index.ts';

const adu = (transaction: number, unit: number, pdu: Bytes) => {
  const bytes = concat(pdu);
  return concat(u16(transaction), u16(0), u16(bytes.length + 1), [unit], bytes);
};

/** Function 3. */
export const readRegisters = (transaction: number, unit: number, from: number, count: number): Uint8Array =>
  adu(transaction, unit, concat([3], u16(from), u16(count)));
export const registers = (transaction: number, unit: number, values: readonly number[]): Uint8Array =>
  adu(transaction, unit, concat([3, values.length * 2], values.flatMap(u16)));

/** Function 2. */
export const readInputs = (transaction: number, unit: number, from: number, count: number): Uint8Array =>
  adu(transaction, unit, concat([2], u16(from), u16(count)));
export const inputs = (transaction: number, unit: number, bytes: readonly number[]): Uint8Array =>
  adu(transaction, unit, concat([2, bytes.length], bytes));

/** Function 6, request and answer alike. */
export const writeRegister = (transaction: number, unit: number, at: number, value: number): Uint8Array =>
  adu(transaction, unit, concat([6], u16(at), u16(value)));

/** Function 16. */
export const writeRegisters = (
  transaction: number,
  unit: number,
  from: number,
  values: readonly number[],
): Uint8Array =>
  adu(
    transaction,
    unit,
    concat([16], u16(from), u16(values.length), [values.length * 2], values.flatMap(u16)),
  );
export const registersWritten = (
  transaction: number,
  unit: number,
  from: number,
  count: number,
): Uint8Array => adu(transaction, unit, concat([16], u16(from), u16(count)));

/** Function 43, MEI 14: read device identification, the basic objects. */
export const identify = (transaction: number, unit: number): Uint8Array =>
  adu(transaction, unit, [0x2b, 0x0e, 1, 0]);
export const identification = (
  transaction: number,
  unit: number,
  objects: readonly [vendor: string, product: string, revision: string],
): Uint8Array =>
  adu(
    transaction,
    unit,
    concat(
      [0x2b, 0x0e, 1, 1, 0, 0, objects.length],
      ...objects.flatMap((text, id) => [[id, text.length], text]),
    ),
  );
