import { say } from '../../../model/messages/message.ts';
import { ReadingRefusal } from '../../../model/messages/refusal.ts';
import { LINKTYPE_ETHERNET } from '../linktypes.ts';

export const LINKTYPE_RAW = 101;

/** Device types of linux/if_arp.h, to the LINKTYPE_ that a packet socket shows them as. */
const LINK_TYPES: ReadonlyMap<number, number> = new Map([
  [1, LINKTYPE_ETHERNET],
  [772, LINKTYPE_ETHERNET], // loopback: Ethernet headers of zeroes
  [512, LINKTYPE_RAW], // PPP: its header is not shown
  [768, LINKTYPE_RAW], // IP-in-IP tunnel
  [769, LINKTYPE_RAW], // IPv6 tunnel
  [776, LINKTYPE_RAW], // 6in4 tunnel
  [0xfffe, LINKTYPE_RAW], // no header: TUN, WireGuard
]);

export const ARPHRD_LOOPBACK = 772;

/** LINKTYPE_ of an interface by its device type (ARPHRD_), `null` for those that cannot be captured. */
export function linkTypeOfDevice(deviceType: number): number | null {
  return LINK_TYPES.get(deviceType) ?? null;
}

/** The same, or an `InputError` that says what can be captured. */
export function requireLinkType(name: string, deviceType: number): number {
  const linkType = linkTypeOfDevice(deviceType);
  if (linkType === null) throw new ReadingRefusal(say('ring.device-type', { name, type: deviceType }));
  return linkType;
}
