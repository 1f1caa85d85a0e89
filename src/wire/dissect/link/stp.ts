import type { Mac } from '../../../base/mac.ts';
import { LLC } from '../../ethertypes.ts';
import { macAt } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';

/** IEEE 802.1Q-2018 §14.2.5: four bits of priority, twelve of system id extension (a VLAN or MST instance). */
export interface BridgeId {
  /** 0…61440 in steps of 4096. */
  readonly priority: number;
  readonly extension: number;
  readonly mac: Mac;
}

/** A spanning tree BPDU (IEEE 802.1Q §14; STP, RSTP, MSTP, Cisco PVST+). Times are in seconds. */
export interface StpMessage {
  /** 0 STP, 2 RSTP, 3 MSTP, 4 SPT. */
  readonly version: number;
  readonly type: 'configuration' | 'rapid' | 'topology-change';
  /** `null` in a topology change notification, as all that follows. */
  readonly body: StpBody | null;
  /** VLAN of the PVST+ TLV; `null` in the standard's BPDUs. */
  readonly vlan: number | null;
}

export interface StpBody {
  readonly topologyChange: boolean;
  readonly topologyChangeAck: boolean;
  readonly root: BridgeId;
  readonly rootPathCost: number;
  readonly bridge: BridgeId;
  readonly portId: number;
  readonly messageAgeSeconds: number;
  readonly maxAgeSeconds: number;
  readonly helloSeconds: number;
  readonly forwardDelaySeconds: number;
}

const TYPE_CONFIGURATION = 0x00;
const TYPE_RAPID = 0x02;
const TYPE_TOPOLOGY_CHANGE = 0x80;
const NOTIFICATION_BYTES = 4;
const CONFIGURATION_BYTES = 35;
const FLAG_TOPOLOGY_CHANGE = 0x01;
const FLAG_TOPOLOGY_CHANGE_ACK = 0x80;
/** Cisco's originating VLAN: type 0, length 2, after 35 bytes and a pad or the version 1 length. */
const PVST_TLV = 36;
/** Times travel in 1/256 s. */
const TICKS = 256;

function bridgeId(frame: DataView, at: number): BridgeId {
  const head = frame.getUint16(at);
  return { priority: head & 0xf000, extension: head & 0x0fff, mac: macAt(frame, at + 2) };
}

function readBody(frame: DataView, at: number): StpBody {
  const flags = frame.getUint8(at + 4);
  return {
    topologyChange: (flags & FLAG_TOPOLOGY_CHANGE) !== 0,
    topologyChangeAck: (flags & FLAG_TOPOLOGY_CHANGE_ACK) !== 0,
    root: bridgeId(frame, at + 5),
    rootPathCost: frame.getUint32(at + 13),
    bridge: bridgeId(frame, at + 17),
    portId: frame.getUint16(at + 25),
    messageAgeSeconds: frame.getUint16(at + 27) / TICKS,
    maxAgeSeconds: frame.getUint16(at + 29) / TICKS,
    helloSeconds: frame.getUint16(at + 31) / TICKS,
    forwardDelaySeconds: frame.getUint16(at + 33) / TICKS,
  };
}

function readVlan(frame: DataView, at: number, end: number, version: number): number | null {
  if (version > 2 || at + PVST_TLV + 6 > end) return null;
  const isTlv = frame.getUint16(at + PVST_TLV) === 0 && frame.getUint16(at + PVST_TLV + 2) === 2;
  return isTlv ? frame.getUint16(at + PVST_TLV + 4) & 0xfff : null;
}

/** Spanning tree over LLC (0x42) and over Cisco's SNAP code. MST instance records are not read. */
export const stp: Dissector<'stp', StpMessage> = {
  protocol: 'stp',
  over: { ether: [LLC.stp, LLC.pvst] },
  begins: [],

  detect() {
    return false;
  },

  read(frame, at, end) {
    if (end - at < NOTIFICATION_BYTES || frame.getUint16(at) !== 0) return null;
    const version = frame.getUint8(at + 2);
    const code = frame.getUint8(at + 3);
    if (code === TYPE_TOPOLOGY_CHANGE) return { version, type: 'topology-change', body: null, vlan: null };
    if (code !== TYPE_CONFIGURATION && code !== TYPE_RAPID) return null;
    if (end - at < CONFIGURATION_BYTES) return null;
    return {
      version,
      type: code === TYPE_RAPID ? 'rapid' : 'configuration',
      body: readBody(frame, at),
      vlan: readVlan(frame, at, end, version),
    };
  },
};
