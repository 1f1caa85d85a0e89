import type { Micros } from '../../../base/time.ts';
import type { Device, Evidence } from '../../../model/analysis.ts';
import type { DeviceType } from '../../../model/device-types.ts';
import type { SiteLabel } from '../sites/site.ts';

/** An address of a device on one VLAN, and when it was its own: earliest first, apart from each other. */
export interface FoundAddress {
  readonly ip: string;
  readonly vlan: number | null;
  readonly intervals: readonly { readonly firstSeen: Micros; readonly lastSeen: Micros }[];
}

export interface FoundAttribute {
  readonly value: string;
  readonly confidence: number;
  /** `packet` and `file` count within `capture`. */
  readonly evidence: readonly (Evidence & { readonly capture: string })[];
}

/** What all captures together say of a device. */
export interface FoundDevice
  extends Pick<
    Device,
    | 'macs'
    | 'vendor'
    | 'type'
    | 'names'
    | 'packetsSent'
    | 'packetsReceived'
    | 'bytesSent'
    | 'bytesReceived'
    | 'isGateway'
    | 'vlans'
  > {
  /** Last seen first. */
  readonly addresses: readonly FoundAddress[];
  /** Every value that was said, the most certain first. */
  readonly attributes: Readonly<Record<string, readonly FoundAttribute[]>>;
  readonly firstSeen: Micros | null;
  readonly lastSeen: Micros | null;
  /** The most that one capture saw behind it. */
  readonly addressesBehind: number;
  readonly captures: readonly string[];
}

/** What people say of a device. It wins over what was found, and no capture changes it. */
export interface DeviceWords {
  /** `null`: the best name that was found. */
  readonly name: string | null;
  /** `null`: the type that was found. */
  readonly type: DeviceType | null;
  readonly notes: string;
  readonly tags: readonly string[];
  readonly flagged: boolean;
  /** `null`: where it was seen. */
  readonly siteId: string | null;
}

export const NO_WORDS: DeviceWords = {
  ...{ name: null, type: null, notes: '', tags: [], flagged: false, siteId: null },
};

/** What a device is called beside its traffic. */
export interface DeviceLabel {
  readonly id: string;
  readonly name: string | null;
  readonly type: DeviceType;
  readonly vendor: string | null;
  readonly ip: string | null;
  readonly vlans: readonly number[];
}

/** A row of the device list. */
export interface DeviceSummary {
  readonly id: string;
  readonly name: string | null;
  readonly type: DeviceType;
  readonly vendor: string | null;
  /** The most certain that was said. */
  readonly model: string | null;
  readonly os: string | null;
  /** The address last seen, IPv4 before IPv6. */
  readonly ip: string | null;
  /** How many addresses it has or had. */
  readonly ipCount: number;
  readonly macs: readonly string[];
  readonly vlans: readonly number[];
  readonly tags: readonly string[];
  readonly flagged: boolean;
  readonly isGateway: boolean;
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly firstSeen: Micros | null;
  readonly lastSeen: Micros | null;
  /** In how many captures. */
  readonly captures: number;
  /** Of what people say: 0 until somebody does, one more with every change. */
  readonly version: number;
}

export interface DeviceDetail extends Omit<DeviceSummary, 'captures'> {
  readonly captures: readonly string[];
  readonly notes: string;
  readonly addresses: readonly FoundAddress[];
  readonly addressesBehind: number;
  readonly names: FoundDevice['names'];
  readonly attributes: FoundDevice['attributes'];
  /** What would be shown if nobody had said anything. */
  readonly found: {
    readonly name: string | null;
    readonly type: DeviceType;
    /** Of the captures that saw it, by name. */
    readonly sites: readonly SiteLabel[];
  };
  /** Where people say it is, else where it was seen. */
  readonly sites: readonly SiteLabel[];
  readonly words: DeviceWords;
}
