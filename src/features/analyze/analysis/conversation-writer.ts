import { formatIp } from '../../../base/ip.ts';
import { formatMac, type Mac } from '../../../base/mac.ts';
import { formatMicros } from '../../../base/time.ts';
import type { Conversation, Endpoint, TcpSummary } from '../../../model/analysis.ts';
import type { FlowView } from '../../../model/flow-view.ts';
import { etherTypeName, ipProtocolName } from '../../../wire/names.ts';
import { TUNNEL_NAMES } from '../../../wire/packet.ts';
import type { PacketNumbers } from './packet-numbers.ts';

const TCP = 6;
/** Texts of MACs, and of addresses, that a writer remembers: some two megabytes. */
const MOST_TEXTS = 16_384;

/** A writer that remembers how it wrote MACs and addresses: conversations share few of them. */
export function conversationWriter(numbers: PacketNumbers): (view: FlowView) => Conversation {
  const macs = new Map<Mac, string>();
  const addresses = new Map<number, string>();
  const macText = (mac: Mac): string | null => {
    if (mac < 0) return null;
    let text = macs.get(mac);
    if (text === undefined) {
      text = formatMac(mac);
      if (macs.size < MOST_TEXTS) macs.set(mac, text);
    }
    return text;
  };
  const ipText = (version: number, w0: number, w1: number, w2: number, w3: number): string | null => {
    if (version === 0) return null;
    if (version === 6) return formatIp(6, w0, w1, w2, w3);
    let text = addresses.get(w0);
    if (text === undefined) {
      text = formatIp(4, w0, 0, 0, 0);
      if (addresses.size < MOST_TEXTS) addresses.set(w0, text);
    }
    return text;
  };
  const endpoint = (mac: Mac, ip: string | null, port: number, hasPorts: number): Endpoint => ({
    mac: macText(mac),
    ip,
    port: hasPorts === 1 ? port : null,
  });
  return (view) => {
    const at = numbers.locate(view.firstPacket);
    const src = ipText(view.ipVersion, view.src0, view.src1, view.src2, view.src3);
    const dst = ipText(view.ipVersion, view.dst0, view.dst1, view.dst2, view.dst3);
    const isTcp = view.ipProtocol === TCP && view.hasPorts === 1;
    return {
      protocol: protocolName(view),
      src: endpoint(view.srcMac, src, view.srcPort, view.hasPorts),
      dst: endpoint(view.dstMac, dst, view.dstPort, view.hasPorts),
      vlan: view.vlan < 0 ? null : view.vlan,
      outerVlan: view.outerVlan < 0 ? null : view.outerVlan,
      appProtocol: view.app,
      serverName: view.serverName,
      packets: view.packets,
      bytes: view.bytes,
      packetsBack: view.packetsBack,
      bytesBack: view.bytesBack,
      firstSeen: formatMicros(earliest(view)),
      lastSeen: formatMicros(latest(view)),
      tcpFlags: isTcp ? view.tcpFlags | view.tcpFlagsBack : null,
      tcp: isTcp ? tcpSummary(view) : null,
      minBytes: smallest(view),
      maxBytes: Math.max(view.maxBytes, view.maxBytesBack),
      handshakeRttMs: view.handshakeRtt < 0 ? null : view.handshakeRtt / 1000,
      tunnel: view.tunnel === 0 ? null : TUNNEL_NAMES[view.tunnel],
      packet: at.packet,
      file: at.file,
    };
  };
}

/** Transport of an IP conversation, otherwise what the link carries; numbers where there is no name. */
export function protocolName(view: Pick<FlowView, 'ipProtocol' | 'etherType'>): string {
  if (view.ipProtocol >= 0) return ipProtocolName(view.ipProtocol) ?? `ip-proto-${view.ipProtocol}`;
  if (view.etherType === 0) return 'unknown';
  return etherTypeName(view.etherType) ?? `0x${view.etherType.toString(16).padStart(4, '0')}`;
}

function tcpSummary(view: FlowView): TcpSummary {
  return {
    flags: view.tcpFlags,
    flagsBack: view.tcpFlagsBack,
    syn: view.syn + view.synBack,
    rst: view.rst + view.rstBack,
    fin: view.fin + view.finBack,
    retransmissions: view.retransmissions + view.retransmissionsBack,
  };
}

function earliest(view: FlowView): number {
  if (view.packetsBack === 0) return view.firstSeen;
  return view.packets === 0 ? view.firstSeenBack : Math.min(view.firstSeen, view.firstSeenBack);
}

function latest(view: FlowView): number {
  if (view.packetsBack === 0) return view.lastSeen;
  return view.packets === 0 ? view.lastSeenBack : Math.max(view.lastSeen, view.lastSeenBack);
}

function smallest(view: FlowView): number {
  if (view.packetsBack === 0) return view.minBytes;
  return view.packets === 0 ? view.minBytesBack : Math.min(view.minBytes, view.minBytesBack);
}
