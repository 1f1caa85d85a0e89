/** Rows straight from the flow table's record: the same bytes as rows.ts makes of a Conversation, which is never made. */
import { formatIp } from '../../../base/ip.ts';
import type { Micros } from '../../../base/time.ts';
import type { FlowView } from '../../../model/flow-view.ts';
import type { ConversationRow, TrafficRow } from '../../../model/traffic.ts';
import { TUNNEL_NAMES } from '../../../wire/packet.ts';
import type { RowBytes } from './row-bytes.ts';

/** What a row has beside its conversation. */
export interface FlowFacts extends Pick<ConversationRow, 'row' | 'protocol' | 'packet' | 'file'> {
  readonly conversation: Pick<ConversationRow, 'srcDevice' | 'dstDevice' | 'srcRouted' | 'dstRouted'>;
  readonly traffic: Pick<TrafficRow, 'srcDevice' | 'dstDevice' | 'pairSrc' | 'pairDst' | 'pairDstVlan'>;
}

export type Volume = Pick<TrafficRow, 'minute' | 'packets' | 'bytes' | 'packetsBack' | 'bytesBack'>;

const TCP = 6;

/** Fields in the order of COLUMNS; `head`: organisation and capture. */
export function flowRow(to: RowBytes, head: Uint8Array, view: FlowView, facts: FlowFacts): void {
  const { srcDevice, dstDevice, srcRouted, dstRouted } = facts.conversation;
  const isTcp = view.ipProtocol === TCP && view.hasPorts === 1;
  to.fields(head);
  to.whole(facts.row, 'row');
  to.instant(pick(view, view.firstSeen, view.firstSeenBack, Math.min));
  to.instant(pick(view, view.lastSeen, view.lastSeenBack, Math.max));
  to.text(facts.protocol);
  to.text(view.app);
  to.text(view.serverName);
  to.text(srcDevice);
  to.text(dstDevice);
  to.integer(srcRouted ? 1 : 0);
  to.integer(dstRouted ? 1 : 0);
  to.integer(view.srcMac);
  to.integer(view.dstMac);
  address(to, view.ipVersion, view.src0, view.src1, view.src2, view.src3);
  address(to, view.ipVersion, view.dst0, view.dst1, view.dst2, view.dst3);
  to.integer(view.hasPorts === 1 ? view.srcPort : -1);
  to.integer(view.hasPorts === 1 ? view.dstPort : -1);
  to.integer(view.vlan);
  to.integer(view.outerVlan);
  to.whole(view.packets, 'packets');
  to.whole(view.bytes, 'bytes');
  to.whole(view.packetsBack, 'packetsBack');
  to.whole(view.bytesBack, 'bytesBack');
  to.whole(pick(view, view.minBytes, view.minBytesBack, Math.min), 'minBytes');
  to.whole(Math.max(view.maxBytes, view.maxBytesBack), 'maxBytes');
  to.integer(isTcp ? view.tcpFlags | view.tcpFlagsBack : -1);
  to.integer(isTcp ? view.tcpFlags : -1);
  to.integer(isTcp ? view.tcpFlagsBack : -1);
  to.integer(isTcp ? view.syn + view.synBack : 0);
  to.integer(isTcp ? view.rst + view.rstBack : 0);
  to.integer(isTcp ? view.fin + view.finBack : 0);
  to.integer(isTcp ? view.retransmissions + view.retransmissionsBack : 0);
  to.number(view.handshakeRtt < 0 ? -1 : view.handshakeRtt / 1000);
  to.text(TUNNEL_NAMES[view.tunnel]);
  to.whole(facts.packet, 'packet');
  to.whole(facts.file, 'file');
  to.end();
}

/** A minute of it. `org` and `capture` with the tab behind them. */
export function volumeRow(
  to: RowBytes,
  { org, capture }: { readonly org: Uint8Array; readonly capture: Uint8Array },
  { view, facts, volume }: { readonly view: FlowView; readonly facts: FlowFacts; readonly volume: Volume },
): void {
  const { srcDevice, dstDevice, pairSrc, pairDst, pairDstVlan } = facts.traffic;
  to.fields(org);
  to.minute(volume.minute);
  to.fields(capture);
  to.whole(facts.row, 'conversation');
  to.text(srcDevice);
  to.text(dstDevice);
  to.text(pairSrc);
  to.text(pairDst);
  to.integer(pairDstVlan ?? -1);
  to.text(facts.protocol);
  to.text(view.app);
  to.integer(view.vlan);
  to.whole(volume.packets, 'packets');
  to.whole(volume.bytes, 'bytes');
  to.whole(volume.packetsBack, 'packetsBack');
  to.whole(volume.bytesBack, 'bytesBack');
  to.end();
}

/** Of the directions that have packets. */
function pick(view: FlowView, there: number, back: number, choose: (a: Micros, b: Micros) => Micros): Micros {
  if (view.packetsBack === 0) return there;
  return view.packets === 0 ? back : choose(there, back);
}

function address(to: RowBytes, version: number, w0: number, w1: number, w2: number, w3: number): void {
  if (version === 4) to.ipv4(w0);
  else if (version === 6) to.text(formatIp(6, w0, w1, w2, w3));
  else to.none();
}
