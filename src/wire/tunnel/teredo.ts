import { announceInner } from '../inner.ts';
import { OK, type Outcome } from '../outcome.ts';
import { INNER_IP, type Packet, TUNNEL_TEREDO } from '../packet.ts';

const IPV6_BYTES = 40;
const ORIGIN_BYTES = 8;
/** Indicator, id length, authentication length, then both, a nonce of 8, a confirmation byte. */
const AUTHENTICATION_BYTES = 13;

/** Teredo (RFC 4380 §5.1.1): IPv6 in UDP 3544, behind optional authentication and origin indications. */
export function decodeTeredo(view: DataView, packet: Packet): Outcome {
  const end = packet.payloadEnd;
  let next = packet.payloadAt;
  if (next + 4 <= end && view.getUint16(next) === 0x0001) {
    next += AUTHENTICATION_BYTES + view.getUint8(next + 2) + view.getUint8(next + 3);
  }
  if (next + 2 <= end && view.getUint16(next) === 0x0000) next += ORIGIN_BYTES;
  if (next + IPV6_BYTES > end || view.getUint8(next) >> 4 !== 6) return OK;
  announceInner(packet, INNER_IP, TUNNEL_TEREDO, next, end, packet.payloadDeclaredEnd);
  return OK;
}
