/** Whom a conversation is written down to: who its sides are, whose volume it is, and which pair it counts for. */
import type { ConversationRow, TrafficRow } from '../../../model/traffic.ts';
import type { End, Owner, OwnerOf } from '../../analyze/analysis/device-of.ts';

/** Both sides of a conversation, and its VLAN. */
export interface Ends {
  readonly src: End;
  readonly dst: End;
  readonly vlan: Owner['vlan'];
}

export interface Attribution {
  readonly conversation: Pick<ConversationRow, 'srcDevice' | 'dstDevice' | 'srcRouted' | 'dstRouted'>;
  readonly traffic: Pick<TrafficRow, 'srcDevice' | 'dstDevice' | 'pairSrc' | 'pairDst' | 'pairDstVlan'>;
}

/**
 * A routed conversation is seen twice, on the VLAN of each side. Both sightings name both devices; each device has the
 * volume of the sighting on its own VLAN, and the pair that of the one on the initiator's.
 */
export function attribute({ src, dst, vlan }: Ends, ownerOf: OwnerOf): Attribution {
  const from = ownerOf(src, vlan);
  const to = ownerOf(dst, vlan);
  const srcRouted = from !== null && from.vlan !== vlan;
  const dstRouted = to !== null && to.vlan !== vlan;
  const srcDevice = from?.device ?? null;
  const dstDevice = to?.device ?? null;
  const isPair = from !== null && to !== null && !srcRouted;
  return {
    conversation: { srcDevice, dstDevice, srcRouted, dstRouted },
    traffic: {
      srcDevice: srcRouted ? null : srcDevice,
      dstDevice: dstRouted ? null : dstDevice,
      pairSrc: isPair ? from.device : null,
      pairDst: isPair ? to.device : null,
      pairDstVlan: isPair ? to.vlan : null,
    },
  };
}
