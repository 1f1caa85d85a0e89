import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { linkTypeOfDevice } from './link-type.ts';

/** A network interface of this host. */
export interface NetworkInterface {
  readonly name: string;
  /** Lower case with colons; `null` where there is none (tunnels) or it is all zero (loopback). */
  readonly mac: string | null;
  /** Up and with a carrier. */
  readonly up: boolean;
  /** `null` when the kernel does not say. */
  readonly mtuBytes: number | null;
  /** ARPHRD_ number of linux/if_arp.h: 1 is Ethernet, 772 loopback. */
  readonly type: number;
  /** LINKTYPE_ that frames are delivered as; `null`: it cannot be captured. */
  readonly linkType: number | null;
}

const IFF_UP = 1;

/** The interfaces of this network namespace, by name. Empty where there is no Linux sysfs. */
export function listInterfaces(root = '/sys/class/net'): NetworkInterface[] {
  let names: string[];
  try {
    names = readdirSync(root);
  } catch {
    return [];
  }
  return names.sort().flatMap((name) => {
    const read = (file: string): string | null => {
      try {
        return readFileSync(path.join(root, name, file), 'utf8').trim();
      } catch {
        return null; // vanished meanwhile, not an interface, or a value it does not have
      }
    };
    const type = Number(read('type') ?? Number.NaN);
    if (!Number.isInteger(type)) return [];
    const mac = read('address');
    const mtu = Number(read('mtu') ?? Number.NaN);
    const flags = Number(read('flags') ?? 0);
    return [
      {
        name,
        mac: mac === null || !/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(mac) || /^[0:]+$/.test(mac) ? null : mac,
        up: (flags & IFF_UP) !== 0 && read('carrier') === '1',
        mtuBytes: Number.isInteger(mtu) ? mtu : null,
        type,
        linkType: linkTypeOfDevice(type),
      },
    ];
  });
}
