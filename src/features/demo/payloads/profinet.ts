/** PROFINET DCP and cyclic data (IEC 61158-6-10), without the Ethernet header. */
import { type Bytes, concat, ip, u16, u32 } from '../../../wire/build/index.ts';
import { NETMASK } from '../plan.ts';

export const IDENTIFY_GROUP = '01:0e:cf:00:00:00';

const IDENTIFY_REQUEST = 0xfefe;
const IDENTIFY_RESPONSE = 0xfeff;

const block = (option: number, suboption: number, value: Bytes) => {
  const bytes = concat(value);
  return concat([option, suboption], u16(bytes.length), bytes, new Uint8Array(bytes.length % 2));
};
const information = (option: number, suboption: number, value: Bytes) =>
  block(option, suboption, concat(u16(0), value));

/** Everybody, answer. */
export function dcpIdentifyAll(transaction: number): Uint8Array {
  const blocks = block(0xff, 0xff, []);
  return concat(u16(IDENTIFY_REQUEST), [5, 0], u32(transaction), u16(64), u16(blocks.length), blocks);
}

export interface Station {
  readonly name: string;
  readonly vendorText: string;
  readonly vendorId: number;
  readonly deviceId: number;
  /** 1 device, 2 controller. */
  readonly role: number;
  readonly address: string;
}

export function dcpIdentified(transaction: number, station: Station): Uint8Array {
  const blocks = concat(
    information(2, 1, station.vendorText),
    information(2, 2, station.name),
    information(2, 3, concat(u16(station.vendorId), u16(station.deviceId))),
    information(2, 4, [station.role, 0]),
    block(1, 2, concat(u16(1), ip(station.address), ip(NETMASK), ip('0.0.0.0'))),
  );
  return concat(u16(IDENTIFY_RESPONSE), [5, 1], u32(transaction), u16(0), u16(blocks.length), blocks);
}

/** One cyclic frame of real-time class 1: data, cycle counter (31.25 µs), state: primary, valid, running. */
export function cyclicData(frameId: number, cycle: number, content: Bytes): Uint8Array {
  return concat(u16(frameId), content, u16(cycle & 0xffff), [0x35, 0]);
}
