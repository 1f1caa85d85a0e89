/** What a conversation's rows say beside its own record. */
import { formatIp } from '../../../base/ip.ts';
import { formatMac } from '../../../base/mac.ts';
import type { FlowView } from '../../../model/flow-view.ts';
import type { FlowFacts } from '../../../store/telemetry/writes/flow-rows.ts';
import { protocolName } from '../../analyze/analysis/conversation-writer.ts';
import type { OwnerOf } from '../../analyze/analysis/device-of.ts';
import type { PacketNumbers } from '../../analyze/analysis/packet-numbers.ts';
import { attribute } from './attribution.ts';

/** `row`: its number within the capture. */
export function flowFacts(view: FlowView, row: number, numbers: PacketNumbers, ownerOf: OwnerOf): FlowFacts {
  const { packet, file } = numbers.locate(view.firstPacket);
  const { srcMac, dstMac, ipVersion: version, vlan } = view;
  const ends = {
    src: {
      mac: srcMac < 0 ? null : formatMac(srcMac),
      ip: version === 0 ? null : formatIp(version, view.src0, view.src1, view.src2, view.src3),
    },
    dst: {
      mac: dstMac < 0 ? null : formatMac(dstMac),
      ip: version === 0 ? null : formatIp(version, view.dst0, view.dst1, view.dst2, view.dst3),
    },
    vlan: vlan < 0 ? null : vlan,
  };
  const { conversation, traffic } = attribute(ends, ownerOf);
  return { row, protocol: protocolName(view), packet, file, conversation, traffic };
}
