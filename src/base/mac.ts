/** A 48-bit MAC address as one exact number (0 … 2^48-1). */
export type Mac = number;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The MAC whose first two bytes are `high` (uint16) and last four `low` (any int32 or uint32). */
export function macFrom(high: number, low: number): Mac {
  return high * 0x1_0000_0000 + (low >>> 0);
}

/** The first two bytes of a MAC, -1 of none (-1). The last four are `mac | 0`. */
export function macHigh(mac: Mac): number {
  return Math.floor(mac / 0x1_0000_0000);
}

/** `00:11:22:33:44:55`, lower case, as tshark writes it. */
export function formatMac(mac: Mac): string {
  const high = macHigh(mac);
  const low = mac >>> 0;
  return `${HEX[high >>> 8]}:${HEX[high & 255]}:${HEX[low >>> 24]}:${HEX[(low >>> 16) & 255]}:${HEX[(low >>> 8) & 255]}:${HEX[low & 255]}`;
}

/** Group bit (IEEE 802-2014 §8.2.2): broadcast and multicast. */
export function isGroupMac(mac: Mac): boolean {
  return (Math.floor(mac / 0x100_0000_0000) & 1) === 1;
}

/** Locally administered bit: randomised, virtual or hand-set. Group addresses are not counted. */
export function isLocalMac(mac: Mac): boolean {
  return (Math.floor(mac / 0x100_0000_0000) & 3) === 2;
}

/** Parses `aa:bb:cc:dd:ee:ff`, `aa-bb-…` or `aabb.ccdd.eeff`; `null` when it is none of them. */
export function parseMac(text: string): Mac | null {
  const hex = text.replace(/[:.-]/g, '');
  return /^[0-9a-fA-F]{12}$/.test(hex) ? Number.parseInt(hex, 16) : null;
}
