/**
 * Rows of the telemetry store, field by field. A spread of so many fields makes V8 keep each object as a dictionary: ten
 * times the time, and most of it in the garbage collector.
 */
import type { Conversation } from '../../../model/analysis.ts';
import type { ConversationRow, TrafficRow } from '../../../model/traffic.ts';
import type { Attribution } from './attribution.ts';

/** The conversation with its number and whose it is. */
export function conversationRow(
  it: Conversation,
  row: number,
  whose: Attribution['conversation'],
): ConversationRow {
  return {
    row,
    srcDevice: whose.srcDevice,
    dstDevice: whose.dstDevice,
    srcRouted: whose.srcRouted,
    dstRouted: whose.dstRouted,
    protocol: it.protocol,
    src: it.src,
    dst: it.dst,
    vlan: it.vlan,
    outerVlan: it.outerVlan,
    appProtocol: it.appProtocol,
    serverName: it.serverName,
    packets: it.packets,
    bytes: it.bytes,
    packetsBack: it.packetsBack,
    bytesBack: it.bytesBack,
    firstSeen: it.firstSeen,
    lastSeen: it.lastSeen,
    tcpFlags: it.tcpFlags,
    tcp: it.tcp,
    minBytes: it.minBytes,
    maxBytes: it.maxBytes,
    handshakeRttMs: it.handshakeRttMs,
    tunnel: it.tunnel,
    packet: it.packet,
    file: it.file,
  };
}

type Volume = Pick<TrafficRow, 'minute' | 'packets' | 'bytes' | 'packetsBack' | 'bytesBack'>;

/** A minute of the conversation. */
export function trafficRow(
  it: Conversation,
  row: number,
  whose: Attribution['traffic'],
  volume: Volume,
): TrafficRow {
  return {
    minute: volume.minute,
    conversation: row,
    srcDevice: whose.srcDevice,
    dstDevice: whose.dstDevice,
    pairSrc: whose.pairSrc,
    pairDst: whose.pairDst,
    pairDstVlan: whose.pairDstVlan,
    protocol: it.protocol,
    appProtocol: it.appProtocol,
    vlan: it.vlan,
    packets: volume.packets,
    bytes: volume.bytes,
    packetsBack: volume.packetsBack,
    bytesBack: volume.bytesBack,
  };
}
