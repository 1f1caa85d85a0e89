/**
 * Rows of the telemetry store, field by field. A spread of so many fields makes V8 keep each object as a dictionary: ten
 * times the time, and most of it in the garbage collector.
 */
import type { Conversation } from '../../../model/analysis.ts';
import type { ConversationRow, TrafficRow } from '../../../model/traffic.ts';

type Whose = Pick<ConversationRow, Exclude<keyof ConversationRow, keyof Conversation>>;

/** The conversation with its number and whose it is. */
export function conversationRow(it: Conversation, whose: Whose): ConversationRow {
  return {
    row: whose.row,
    srcDevice: whose.srcDevice,
    dstDevice: whose.dstDevice,
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

/** A minute of the conversation that `about` tells of. */
export function trafficRow(about: Omit<TrafficRow, keyof Volume>, volume: Volume): TrafficRow {
  return {
    minute: volume.minute,
    conversation: about.conversation,
    srcDevice: about.srcDevice,
    dstDevice: about.dstDevice,
    protocol: about.protocol,
    appProtocol: about.appProtocol,
    vlan: about.vlan,
    packets: volume.packets,
    bytes: volume.bytes,
    packetsBack: volume.packetsBack,
    bytesBack: volume.bytesBack,
  };
}
