import type { Lane, Network } from '../network/network.ts';

/** What the picture tells its page. Devices by index, -1: none. */
export interface ViewEvents {
  hovered(device: number): void;
  chosen(device: number): void;
  /** Clicked twice: its surroundings are wanted. */
  opened(device: number): void;
  /** A person put it there. */
  moved(device: number, x: number, y: number): void;
}

/** Words in the picture, in the language of the page. */
export interface ViewWords {
  readonly lane: (lane: Lane) => string;
  readonly vlan: (vlan: number) => string;
}

export const emptyNetwork: Network = {
  count: 0,
  ids: [],
  names: [],
  ips: [],
  vendors: [],
  types: new Uint8Array(0),
  vlans: new Int16Array(0),
  lanes: new Uint8Array(0),
  bytes: new Float64Array(0),
  packets: new Float64Array(0),
  peers: new Uint32Array(0),
  sources: new Uint32Array(0),
  targets: new Uint32Array(0),
  edgeBytes: new Float64Array(0),
  edgePackets: new Float64Array(0),
  offsets: new Uint32Array(1),
  links: new Uint32Array(0),
};
