/** Names in every capture of the corpus, read by us and by tshark (the truth files). */
import { describe, expect, it } from 'vitest';
import { formatMac } from '../../src/base/mac.ts';
import type { DhcpMessage } from '../../src/wire/dissect/application/dhcp.ts';
import { NEED_MORE } from '../../src/wire/dissect/dissector.ts';
import { type Dissection, dissect } from '../../src/wire/dissect/index.ts';
import type { NetbiosName } from '../../src/wire/dissect/names/netbios-name.ts';
import { CORPUS, capturesWithTruth, HAS_CORPUS, udpPayloads } from './payloads.ts';

const KEYS = [
  'dhcp_hostname',
  'dhcp_fqdn',
  'dhcp_vendor_class',
  'dhcp_server_id',
  'dns_query',
  'mdns_query',
  'mdns_name',
  'llmnr_name',
  'nbns_name',
  'smb_browser_server',
] as const;
type Key = (typeof KEYS)[number];

/** How many names tshark has and we have not, and the other way round, on purpose, and why. */
interface Reviewed {
  readonly reason: string;
  readonly differences: Partial<Record<Key, Difference>>;
}

interface Difference {
  readonly missing: number;
  readonly extra: number;
}

function missing(key: Key, count: number, reason: string): Reviewed {
  return { reason, differences: { [key]: { missing: count, extra: 0 } } };
}

const REFUSED = 'tshark writes a complaint in place of the name; we refuse a name that is none';

const REVIEWED: Readonly<Record<string, Reviewed>> = {
  'arkime__arkime_synthetic.pcap': missing('dns_query', 2, 'DNS over TCP'),
  'suriver__dns-over-http2-post_dns_over_https_POST.pcap': missing(
    'dns_query',
    12,
    'DNS over HTTPS, decrypted',
  ),
  'ndpi__capwap.pcap': missing('dhcp_hostname', 1, 'inside a CAPWAP tunnel, which we do not open'),
  'tcpdump__arcnet-rfc1201-arp-icmp-http.pcap': missing(
    'dns_query',
    2,
    'ARCNET, a link type we do not decode',
  ),
  'tcpdump__ipx.pcap': missing('smb_browser_server', 6, 'browser announcements over IPX'),
  'tcpdump__LINKTYPE_IPV6_invalid.pcap': {
    reason: 'an IPv4 packet under the link type of IPv6: we go by its version, tshark by the link type',
    differences: { dns_query: { missing: 0, extra: 1 } },
  },
  'zeek__radiotap.pcap': {
    reason: '802.11 frames, a link type we do not decode',
    differences: { dns_query: { missing: 1, extra: 0 }, mdns_name: { missing: 4, extra: 0 } },
  },
  'ndpi__malformed_dns.pcap': missing('dns_query', 1, REFUSED),
  'tcpdump__dns-badlabel.pcap': missing('dns_query', 1, REFUSED),
  'zeek__dns_dns-invalid-names.pcap': missing('dns_query', 1, REFUSED),
  'ndpi__fuzz-2006-06-26-2594.pcap': {
    reason:
      'damaged on purpose. DNS: tshark writes a complaint where we refuse the name; we read a first fragment and ' +
      'take two NetBIOS queries, damaged in name and type, for DNS. NetBIOS: tshark goes on with letters beyond ' +
      'A…P and writes two complaints, we refuse the names',
    differences: { dns_query: { missing: 1, extra: 3 }, nbns_name: { missing: 6, extra: 0 } },
  },
};

type Add = (key: Key, value: string | null) => void;

const domain = (name: string) => (name === '' ? '<Root>' : name.replace(/\\([.\\])/g, '$1'));
const netbios = ({ name, suffix }: NetbiosName) => `${name}<${suffix.toString(16).padStart(2, '0')}>`;

function addDhcp(message: DhcpMessage, add: Add): void {
  if (message.hostName !== null && message.clientMac !== null) {
    add('dhcp_hostname', `${formatMac(message.clientMac)}=${message.hostName}`);
  }
  add('dhcp_fqdn', message.fqdn);
  add('dhcp_vendor_class', message.vendorClass);
  add('dhcp_server_id', message.serverId);
}

function addNames({ protocol, message }: Dissection, add: Add): void {
  switch (protocol) {
    case 'dhcp':
      addDhcp(message, add);
      break;
    case 'dns':
      for (const { name } of message.questions) add('dns_query', domain(name));
      break;
    case 'llmnr':
      for (const { name } of message.questions) add('llmnr_name', domain(name));
      break;
    case 'mdns':
      for (const { name } of message.questions) add('mdns_query', domain(name));
      for (const { name } of [...message.answers, ...message.authorities, ...message.additionals]) {
        add('mdns_name', domain(name));
      }
      break;
    case 'nbns':
      // tshark has the names of node status answers in a field that the truth files leave out.
      if (message.question !== null) add('nbns_name', netbios(message.question.name));
      for (const { name } of message.names) add('nbns_name', netbios(name));
      break;
    case 'nbdgm':
      add('smb_browser_server', message.announcement?.name ?? null);
      break;
    default:
  }
}

async function namesIn(path: string): Promise<Map<Key, Set<string>>> {
  const found = new Map<Key, Set<string>>(KEYS.map((key) => [key, new Set()]));
  const add: Add = (key, value) => {
    if (value !== null) found.get(key)?.add(ourNotation(value));
  };
  await udpPayloads(path, (view, at, end, srcPort, dstPort) => {
    const dissection = dissect('udp', srcPort, dstPort, view, at, end);
    if (dissection !== null && dissection !== NEED_MORE) addNames(dissection, add);
  });
  return found;
}

/** tshark replaces every byte above ASCII that is no UTF-8 by U+FFFD. */
function ourNotation(value: string): string {
  return value.replace(/\\x[89a-f][0-9a-f]/g, '\ufffd');
}

/** tshark's octal `\001` and `\r` in names, `<01>` in NetBIOS names with a description behind, as we write them. */
function truthNotation(key: Key, value: string): string {
  if (key === 'dhcp_fqdn') return value.replace(/\.$/, '');
  if (key !== 'nbns_name') {
    return value
      .replace(/\\([0-3][0-7]{2})/g, (_, octal) => escapeByte(Number.parseInt(octal, 8)))
      .replaceAll('\\r', escapeByte(13));
  }
  const parts = /^(.*)(<[0-9a-f]{2}>)(?: \(.*\))?$/.exec(value);
  if (parts === null) return value;
  const name = parts[1].replace(/<([0-9a-f]{2})>/g, (_, byte) => escapeByte(Number.parseInt(byte, 16)));
  return ourNotation(name.replace(/(?:\\x00)+$/, '') + parts[2]);
}

function escapeByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

if (!HAS_CORPUS && !process.env.CI) console.log(`corpus not found at ${CORPUS}: its names are not read`);

describe.skipIf(!HAS_CORPUS && !process.env.CI)('names in the corpus', () => {
  const captures = capturesWithTruth(KEYS);

  it('finds the captures', () => {
    expect(captures.length).toBeGreaterThan(600);
  });

  it.each(captures)('$name', async ({ name, path, truth }) => {
    const ours = await namesIn(path);
    const differences: Partial<Record<Key, Difference>> = {};
    const seen: string[] = [];
    for (const key of KEYS) {
      const theirs = new Set([...(truth.get(key) ?? [])].map((value) => truthNotation(key, value)));
      const found = ours.get(key) ?? new Set();
      const lacking = [...theirs].filter((value) => !found.has(value));
      const more = [...found].filter((value) => !theirs.has(value));
      if (lacking.length + more.length === 0) continue;
      differences[key] = { missing: lacking.length, extra: more.length };
      seen.push(`${key}: missing ${lacking.join(' ')}, extra ${more.join(' ')}`);
    }
    expect(differences, seen.join('\n')).toEqual(REVIEWED[name]?.differences ?? {});
  });
});
