/** Records of a name resolution block: draft-ietf-opsawg-pcapng §4.5. */
import { formatIpv4, formatIpv6 } from '../../base/ip.ts';
import { zeroTerminated } from '../../wire/dissect/text.ts';

const RECORD_END = 0;
const RECORD_IPV4 = 1;
const RECORD_IPV6 = 2;
/** The longest domain name (RFC 1035 §2.3.4); what is longer is left out. */
const MAX_NAME_BYTES = 255;

/** Calls back for every address and name of the records `[at, end)`; an address may have several names. */
export function readNames(
  view: DataView,
  at: number,
  end: number,
  littleEndian: boolean,
  take: (ip: string, name: string) => void,
): void {
  let next = at;
  while (end - next >= 4) {
    const type = view.getUint16(next, littleEndian);
    const length = view.getUint16(next + 2, littleEndian);
    if (type === RECORD_END || length > end - next - 4) return;
    const value = next + 4;
    if (type === RECORD_IPV4 && length > 4) {
      eachName(view, value + 4, value + length, formatIpv4(view.getUint32(value)), take);
    } else if (type === RECORD_IPV6 && length > 16) {
      const ip = formatIpv6(
        view.getUint32(value),
        view.getUint32(value + 4),
        view.getUint32(value + 8),
        view.getUint32(value + 12),
      );
      eachName(view, value + 16, value + length, ip, take);
    }
    next = value + ((length + 3) & ~3);
  }
}

function eachName(
  view: DataView,
  at: number,
  end: number,
  ip: string,
  take: (ip: string, name: string) => void,
): void {
  let start = at;
  for (let i = at; i < end; i++) {
    if (view.getUint8(i) !== 0) continue;
    if (i > start && i - start <= MAX_NAME_BYTES) take(ip, zeroTerminated(view, start, i));
    start = i + 1;
  }
}
