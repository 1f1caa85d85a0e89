/**
 * Where `vigie analyze` and tshark differ on the corpus, each looked at: by how much and why. A difference that is not
 * here, or of another size, fails the test.
 */
/** [how many more than tshark, how many fewer]. */
export type Difference = readonly [number, number];

export interface Review {
  readonly reason: string;
  readonly facts?: Readonly<Record<string, Difference>>;
  /** Not a capture: refused with exit code 2. */
  readonly refused?: boolean;
}

const SSDP = 'SSDP requests have a Host header too; SSDP is read by a later dissector';
const QUIC = 'the name is inside QUIC, whose Initial packets a later dissector decrypts';
const ARP_TARGETS = 'addresses that ARP asked for and nobody answered: the truth lists ARP senders only';
const COOKED = 'Linux cooked frames name their sender; the truth lists Ethernet headers only';
const SIGNALLED = 'tshark opens conversations that signalling (SIP, MEGACO, SCCP, SNMP, HART-IP) announces';
const RPC = 'tshark joins ONC RPC calls from several client ports into one conversation';
const PORT_REUSE =
  'tshark opens another conversation when ports are used again; ours is one per pair of endpoints';
const OTHER_LINK = 'a link type that Vigie does not decode';
const WIRELESS = '802.11 frames inside CAPWAP, GRE or radiotap are not decoded';
const SAMPLES = 'frame headers inside sFlow samples or OpenFlow messages are not decoded';
const PROPRIETARY =
  'what stands behind a proprietary GRE or Ethernet type (Cisco NHRP, metadata, Arista timestamps) is not read';
const HDLC_CDP = 'CDP under the ethertype of Cisco HDLC is not renamed';
const DEEPER = 'tshark gives up on the outer packet or its header; ours are read as far as their bytes go';
const DAMAGED = 'a damaged header that one of the two takes for what it claims to be';
const QUOTED = 'tshark makes a conversation of the packet that an ICMP error quotes';
const CUT_HEADER = 'an IP header cut behind its source address: no address without a whole header';
const NESTED = '802.1ah nested beyond the eight tunnels that are followed';

export const REVIEWED: Readonly<Record<string, Review>> = {
  'arkime__arkime_synthetic.pcap': {
    reason: 'Geneve that only comes from port 6081 is not opened, QUIC is not decrypted',
    facts: { macs: [0, 1], udp: [0, 2], tls_sni: [0, 1] },
  },
  'arkime__snmpv3_synthetic.pcap': { reason: SIGNALLED, facts: { udp: [0, 2] } },
  'ndpi__1kxun.pcap': { reason: SSDP, facts: { http_host: [0, 2] } },
  'ndpi__FAX-Call-t38-CA-TDM-SIP-FB-1.pcap': { reason: SIGNALLED, facts: { udp: [0, 7] } },
  'ndpi__android.pcap': { reason: SSDP, facts: { http_host: [0, 1] } },
  'ndpi__anyconnect-vpn.pcap': { reason: SSDP, facts: { http_host: [0, 1] } },
  'ndpi__capwap.pcap': { reason: WIRELESS, facts: { ips: [1, 8], udp: [0, 1], arp: [0, 1] } },
  'ndpi__gnutella.pcap': { reason: `${ARP_TARGETS}; ${SSDP}`, facts: { ips: [1, 0], http_host: [0, 2] } },
  'ndpi__quic-28.pcap': { reason: QUIC, facts: { tls_sni: [0, 1] } },
  'ndpi__quic-v2.pcapng': { reason: QUIC, facts: { tls_sni: [0, 1] } },
  'ndpi__quic_interop_V.pcapng': { reason: QUIC, facts: { tls_sni: [0, 21] } },
  'ndpi__rtsp.pcap': { reason: COOKED, facts: { macs: [2, 0] } },
  'ndpi__sflow.pcap': { reason: SAMPLES, facts: { macs: [0, 1], ips: [0, 2], vlans: [0, 1] } },
  'ndpi__skinny.pcap': { reason: SIGNALLED, facts: { udp: [0, 1] } },
  'ndpi__snmp.pcap': { reason: SIGNALLED, facts: { udp: [0, 17] } },
  'ndpi__starcraft_battle.pcap': { reason: SSDP, facts: { http_host: [0, 1] } },
  'ndpi__teams.pcap': { reason: ARP_TARGETS, facts: { ips: [1, 0] } },
  'ndpi__vnc.pcap': { reason: PORT_REUSE, facts: { tcp: [0, 2] } },
  'ndpi__wa_voice.pcap': { reason: SSDP, facts: { http_host: [0, 1] } },
  'suriver__firewall_ruletype-firewall-54-snmp-v1-trap_public-wiresharkwiki-c06-snmpv1-trap-app-r1-1-12.pcap':
    { reason: SIGNALLED, facts: { udp: [0, 1] } },
  'suriver__output-multi-eve.pcap': { reason: COOKED, facts: { macs: [3, 0] } },
  'suriver__quic-retry-multiple.pcap': { reason: QUIC, facts: { tls_sni: [0, 1] } },
  'suriver__snmp-v3-encrypted_SNMPv3.pcap': { reason: SIGNALLED, facts: { udp: [0, 2] } },
  'tcpdump__HDLC.pcap': { reason: HDLC_CDP, facts: { cdp: [0, 4] } },
  'tcpdump__arcnet-rfc1201-arp-icmp-http.pcap': {
    reason: OTHER_LINK,
    facts: { ips: [0, 4], tcp: [0, 1], udp: [0, 1], arp: [0, 4], http_host: [0, 1] },
  },
  'tcpdump__arista_ether.pcap': { reason: PROPRIETARY, facts: { ips: [0, 2], vlans: [0, 1] } },
  'tcpdump__eapon1.pcap': { reason: SSDP, facts: { http_host: [0, 1] } },
  'tcpdump__erspan-type-ii-3.pcap': { reason: DEEPER, facts: { ips: [2, 0] } },
  'tcpdump__forces3.pcap': { reason: COOKED, facts: { macs: [2, 0] } },
  'tcpdump__nhrp-trace.pcap': { reason: PROPRIETARY, facts: { ips: [0, 2] } },
  'tcpdump__of10_s4810.pcap': { reason: SAMPLES, facts: { macs: [0, 2] } },
  'tcpdump__various_gre.pcap': { reason: PROPRIETARY, facts: { ips: [0, 3], cdp: [0, 2] } },
  'zeek__nfs_nfs_write.pcap': { reason: RPC, facts: { udp: [3, 0] } },
  'zeek__pbb-recursive-frames.pcapng': { reason: NESTED, facts: { ips: [0, 2], udp: [0, 1] } },
  'zeek__q-in-q.pcap': { reason: ARP_TARGETS, facts: { ips: [1, 0] } },
  'zeek__quic_interop_quic-go_quic-go_zerortt.pcap': { reason: QUIC, facts: { tls_sni: [0, 1] } },
  'zeek__quic_quic_win11_firefox_google.pcap': { reason: QUIC, facts: { tls_sni: [0, 1] } },
  'zeek__radiotap.pcap': { reason: WIRELESS, facts: { ips: [0, 4], udp: [0, 2] } },
  'zeek__raw_packets.pcap': { reason: `${ARP_TARGETS}; ${SSDP}`, facts: { ips: [1, 0], http_host: [0, 1] } },
  'zeek__smb_smb3_multichannel.pcap': { reason: ARP_TARGETS, facts: { ips: [1, 0] } },
  'zeek__tunnels_gre-aruba.pcap': {
    reason: WIRELESS,
    facts: { ips: [0, 12], tcp: [0, 23], http_host: [0, 7] },
  },
  'iti__C37.118_C37118_c37118_1100_unclean.pcap': { reason: SSDP, facts: { http_host: [0, 1] } },
  'iti__MELSEC_melsoft_UDP_unclean_1.pcap': { reason: SSDP, facts: { http_host: [0, 1] } },
  'iti__ModbusTCP_mb2.pcap': { reason: ARP_TARGETS, facts: { ips: [5, 0] } },
  'iti__beckoff_addroute1.pcapng': { reason: ARP_TARGETS, facts: { ips: [1, 0] } },
  'iti__beckoff_addrouteuse444444444.pcapng': { reason: ARP_TARGETS, facts: { ips: [1, 0] } },
  'iti__beckoff_beckoffiplinktc3.pcapng': { reason: SSDP, facts: { http_host: [0, 1] } },
  'iti__beckoff_invokeid12.pcapng': { reason: ARP_TARGETS, facts: { ips: [1, 0] } },
  'iti__openics_EIP-ControlProtocolChangeAttempt.pcap': { reason: ARP_TARGETS, facts: { ips: [4, 0] } },
  'iti__openics_EIP-SoftwareUpload.pcap': { reason: ARP_TARGETS, facts: { ips: [2, 0] } },
  'iti__profinet_Profinet_Failed.pcap': { reason: ARP_TARGETS, facts: { ips: [4, 0] } },
  'ndpi__hart_ip.pcap': { reason: SIGNALLED, facts: { udp: [0, 1] } },
  'suriver__enip-keywords_enip_cip_example.pcap': { reason: ARP_TARGETS, facts: { ips: [2, 0] } },
  'tcpdump__802_15_4-data.pcap': { reason: OTHER_LINK, facts: { ips: [0, 2] } },
  'ndpi__fuzz-2006-06-26-2594.pcap': { reason: DAMAGED, facts: { ips: [3, 2], tcp: [1, 0], udp: [2, 0] } },
  'ndpi__fuzz-2020-02-16-11740.pcap': { reason: DAMAGED, facts: { ips: [0, 2] } },
  'ndpi__quic-fuzz-overflow.pcapng': { reason: DAMAGED, facts: { udp: [1, 0] } },
  'suriver__decode-dce.pcap': { reason: DEEPER, facts: { macs: [3, 0] } },
  'suriver__http-request-invalid.pcap': { reason: SSDP, facts: { http_host: [0, 1] } },
  'tcpdump__LINKTYPE_IPV6_invalid.pcap': { reason: DAMAGED, facts: { ips: [2, 0], udp: [1, 0] } },
  'tcpdump__arp-oobr.pcap': { reason: DAMAGED, facts: { ips: [108, 2], arp: [1, 0] } },
  'tcpdump__bigtcp-ipv4-geneve-ipv4.pcap': {
    reason: DEEPER,
    facts: { macs: [1, 0], ips: [2, 0], tcp: [1, 0], udp: [1, 0] },
  },
  'tcpdump__bigtcp-ipv4-geneve-ipv6.pcap': {
    reason: DEEPER,
    facts: { macs: [1, 0], ips: [2, 0], tcp: [1, 0], udp: [1, 0] },
  },
  'tcpdump__bigtcp-ipv4-vxlan-ipv4.pcap': {
    reason: DEEPER,
    facts: { macs: [1, 0], ips: [2, 0], tcp: [1, 0], udp: [1, 0] },
  },
  'tcpdump__bigtcp-ipv6-geneve-ipv4.pcap': {
    reason: DEEPER,
    facts: { macs: [1, 0], ips: [2, 0], tcp: [1, 0], udp: [1, 0] },
  },
  'tcpdump__bigtcp-ipv6-vxlan-ipv4.pcap': {
    reason: DEEPER,
    facts: { macs: [1, 0], ips: [2, 0], tcp: [1, 0], udp: [1, 0] },
  },
  'tcpdump__bigtcp-ipv6.pcap': { reason: DEEPER, facts: { tcp: [1, 0] } },
  'tcpdump__getname_2_read4_asan.pcap': { reason: DAMAGED, facts: { arp: [0, 1] } },
  'tcpdump__icmp-cksum-oobr-2.pcap': { reason: QUOTED, facts: { udp: [0, 1] } },
  'tcpdump__icmp-cksum-oobr-4.pcapng': { reason: QUOTED, facts: { udp: [0, 1] } },
  'tcpdump__ipv4_invalid_length.pcap': { reason: CUT_HEADER, facts: { ips: [0, 1] } },
  'tcpdump__ipv6_invalid_length.pcap': { reason: CUT_HEADER, facts: { ips: [0, 1] } },
  'tcpdump__juniper_header-heapoverflow.pcap': { reason: OTHER_LINK, facts: { macs: [0, 1] } },
  'tcpdump__q933-heapoverflow-2.pcap': { reason: OTHER_LINK, facts: { macs: [0, 2] } },
  'tcpdump__stp-heapoverflow-1.pcap': { reason: DAMAGED, facts: { stp: [1, 0] } },
  'tcpdump__stp-heapoverflow-2.pcap': { reason: DAMAGED, facts: { stp: [1, 0] } },
  'tcpdump__stp-heapoverflow-3.pcap': { reason: DAMAGED, facts: { stp: [1, 0] } },
  'tcpdump__stp-heapoverflow-4.pcap': { reason: DAMAGED, facts: { stp: [1, 0] } },
  'tcpdump__udp-length-heapoverflow.pcap': { reason: DAMAGED, facts: { udp: [1, 0] } },
  'zeek__snmp_snmp-crash-62790.pcap': { reason: SIGNALLED, facts: { udp: [0, 1] } },
  'zeek__snmp_snmpwalk-short.pcap': { reason: SIGNALLED, facts: { udp: [0, 1] } },
  'zeek__trunc_ip6-trunc.pcap': { reason: CUT_HEADER, facts: { ips: [0, 1] } },
};
