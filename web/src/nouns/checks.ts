/** Whether a typed text is what the API takes; it says no itself, later and in English. */

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^(?:${OCTET}\\.){3}${OCTET}$`);

export const isIpv4 = (text: string): boolean => IPV4.test(text);

/** RFC 4291 §2.2, without a zone. */
export function isIpv6(text: string): boolean {
  const mapped = /^(.*:)([\d]+\.[\d.]+)$/.exec(text);
  if (mapped !== null) {
    return isIpv4(mapped[2]) && isIpv6(`${mapped[1]}0:0`);
  }
  if (!/^[0-9a-f:]+$/i.test(text)) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8;
}

export const isAddress = (text: string): boolean => isIpv4(text) || isIpv6(text);

/** One address or CIDR. */
export function isSubnet(text: string): boolean {
  const [address, bits, ...rest] = text.split('/');
  if (rest.length > 0 || !isAddress(address)) return false;
  return bits === undefined || isWholeUpTo(bits, isIpv4(address) ? 32 : 128);
}

export const isWholeUpTo = (text: string, most: number): boolean =>
  /^\d{1,9}$/.test(text) && Number(text) <= most;

export const isVlan = (text: string): boolean => text === 'none' || isWholeUpTo(text, 4095);
