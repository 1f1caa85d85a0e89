/** What addresses offer, and what they use (tables/services.ts). */
import type { i32 } from '../../../base/machine.ts';
import { HOPS_FORWARDED } from '../../hop-kinds.ts';
import { ADDRESS, BINDING, DST, HOPS, packet, port, protocol, SRC, start, TCP, UDP } from './conversation.ts';
import {
  DROPPED,
  INDUSTRIAL,
  OFFERED,
  SEEN,
  SEEN_BYTES,
  TCP_SERVICES,
  UDP_SERVICES,
  USED,
} from './layout.ts';
import { double, half, int, setDouble } from './memory.ts';
import { intern } from './tuples.ts';

/** Of a service: nothing was recognised by content, so that the port has to tell. */
export const BY_PORT = -2;
/** Of the number of a service: it belongs to industrial equipment. Below 16 bits, as in the tables by port. */
export const IS_INDUSTRIAL = 0x4000;
const NUMBER_MASK = 0x3fff;

/**
 * The conversation at hand was with a service of the responder. `service`: its number (with IS_INDUSTRIAL), BY_PORT, or -1 for
 * what is none. What far hosts offer and use, behind a router, is no matter here.
 */
export function addServices(service: i32): void {
  const isByPort = service === BY_PORT;
  const found = isByPort ? serviceOnPort() : service;
  if (found < 0) return;
  const where = ((protocol & 255) << 16) | port;
  const name = ((found & NUMBER_MASK) << 1) | (isByPort ? 1 : 0);
  addService(OFFERED, nearBinding(DST), where, name);
  const client = nearBinding(SRC);
  addService(USED, client, where, name);
  const isIndustrial = (found & IS_INDUSTRIAL) !== 0 && int(DST + ADDRESS) >= 0;
  if (isIndustrial && client >= 0) intern(INDUSTRIAL, client, int(DST + ADDRESS), 0, 0, 0);
}

/** -1 where there is none, or the address is surely behind a router. */
function nearBinding(mine: i32): i32 {
  return int(mine + HOPS) === HOPS_FORWARDED ? -1 : int(mine + BINDING);
}

/** -1: no such habit. */
function serviceOnPort(): i32 {
  if (protocol === TCP) return half(TCP_SERVICES + (port & 0xffff) * 2) - 1;
  return protocol === UDP ? half(UDP_SERVICES + (port & 0xffff) * 2) - 1 : -1;
}

function addService(table: i32, binding: i32, where: i32, name: i32): void {
  if (binding < 0) return;
  const id = intern(table, binding, where, name, 0, 0);
  if (id < 0) {
    setDouble(table + DROPPED, double(table + DROPPED) + 1);
    return;
  }
  const at = int(table + SEEN) + id * SEEN_BYTES;
  const before = double(at);
  setDouble(at, before + 1);
  if (before === 0 || packet < double(at + 8)) {
    setDouble(at + 8, packet);
    setDouble(at + 16, start);
  }
}
