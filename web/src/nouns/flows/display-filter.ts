/** A flow as a display filter of Wireshark and tshark. */
import type { Flow } from './flow.ts';

/** Protocols of ours that have ports, and those whose name is a filter by itself. */
const WITH_PORTS: ReadonlySet<string> = new Set(['tcp', 'udp', 'sctp', 'dccp']);
const FILTERS: ReadonlySet<string> = new Set([
  ...['icmp', 'icmpv6', 'igmp', 'arp', 'rarp', 'lldp', 'cdp', 'stp', 'pn_rt', 'goose', 'sv', 'ptp', 'ecatf'],
  ...['eapol', 'esp', 'ah', 'gre', 'ospf', 'eigrp', 'vrrp', 'pim', 'udplite', 'slow', 'macc', 'wol'],
  ...['cgmp', 'vtp', 'dtp', 'udld', 'loop', 'lltd', 'homeplug', 'cfm', 'hsr', 'prp', 'macsec', 'aoe'],
]);

/**
 * Both directions of the flow. Every condition holds for each of its packets; those of a flow that began later between
 * the same ends (after a pause) pass too.
 */
export function displayFilter(flow: Flow): string {
  const { protocol, src, dst, tunnel } = flow;
  const terms: string[] = [];
  // Inside a tunnel the MACs and tags are those of the frame outside.
  if (tunnel === null && src.mac !== null && dst.mac !== null) {
    terms.push(`eth.addr == ${src.mac}`, `eth.addr == ${dst.mac}`);
  }
  if (tunnel === null) terms.push(...tags(flow));
  if (protocol !== 'arp' && src.ip !== null && dst.ip !== null) {
    const field = src.ip.includes(':') ? 'ipv6.addr' : 'ip.addr';
    terms.push(`${field} == ${src.ip}`, `${field} == ${dst.ip}`);
  }
  if (WITH_PORTS.has(protocol) && src.port !== null && dst.port !== null) {
    terms.push(`${protocol}.port == ${src.port}`, `${protocol}.port == ${dst.port}`);
  } else if (FILTERS.has(protocol) || WITH_PORTS.has(protocol)) terms.push(protocol);
  return [...new Set(terms)].join(' && ');
}

function tags({ vlan, outerVlan }: Flow): string[] {
  if (vlan === null) return ['!vlan'];
  const inner = `vlan.id == ${vlan}`;
  return outerVlan === null ? [inner] : [`(ieee8021ad.id == ${outerVlan} || vlan.id == ${outerVlan})`, inner];
}

/** The command that prints its packets; `file` is what people call the capture. */
export function tsharkCommand(flow: Flow, file: string): string {
  return `tshark -r ${shellQuoted(file)} -Y ${shellQuoted(displayFilter(flow))}`;
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
