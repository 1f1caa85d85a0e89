import { describe, expect, test } from 'vitest';
import { context, learn, OTHER_MAC } from '../../../../test/fixtures/sightings.ts';
import type { DnsData, DnsMessage, DnsRecord } from '../../../wire/dissect/names/dns.ts';
import { ipOf } from '../../samples.ts';
import { dns } from './dns.ts';
import { llmnr } from './llmnr.ts';
import { mdns } from './mdns.ts';
import { addressOfReverseName } from './reverse-name.ts';

const RESPONSE: DnsMessage = {
  id: 1,
  isResponse: true,
  opcode: 0,
  authoritative: true,
  truncated: false,
  recursionDesired: false,
  recursionAvailable: false,
  rcode: 0,
  questions: [],
  answers: [],
  authorities: [],
  additionals: [],
  whole: true,
};
function record(name: string, data: DnsData): DnsRecord {
  return { name, type: 0, class: 1, cacheFlush: false, ttlSeconds: 120, data };
}
const address = (name: string, ip: string) => record(name, { kind: 'address', ip: ipOf(ip) });
const pointer = (name: string, target: string) => record(name, { kind: 'name', name: target });
const service = (name: string, port: number, target: string) =>
  record(name, { kind: 'srv', priority: 0, weight: 0, port, target });
const txt = (name: string, ...strings: string[]) => record(name, { kind: 'txt', strings });
const answering = (...answers: DnsRecord[]): DnsMessage => ({ ...RESPONSE, answers });

test('a reverse name gives its address', () => {
  expect(addressOfReverseName('20.7.168.192.in-addr.arpa')).toEqual(ipOf('192.168.7.20'));
  expect(addressOfReverseName('20.7.168.192.IN-ADDR.ARPA')).toEqual(ipOf('192.168.7.20'));
  const nibbles = `1.${'0.'.repeat(22)}0.8.b.d.0.1.0.0.2.ip6.arpa`;
  expect(addressOfReverseName(nibbles)).toEqual(ipOf('2001:db8::1'));
  for (const other of [
    '7.168.192.in-addr.arpa',
    '300.7.168.192.in-addr.arpa',
    '8.b.d.0.ip6.arpa',
    'host.example',
  ]) {
    expect(addressOfReverseName(other)).toBeNull();
  }
});

describe('dns', () => {
  const fromServer = context({ srcPort: 53, srcIp: '192.168.7.53' });

  test('whoever answers is a server', () => {
    expect(learn(dns, { ...RESPONSE, rcode: 3 }, fromServer).lines).toEqual(['192.168.7.53 role=dns-server']);
    expect(learn(dns, { ...RESPONSE, isResponse: false }, fromServer).lines).toEqual([]);
    expect(learn(dns, RESPONSE, context({ srcPort: 40000 })).lines).toEqual([]);
  });

  test('names hosts of the site with low confidence, and no others', () => {
    const message = answering(
      address('files.office.example', '192.168.7.9'),
      address('www.example', '203.0.113.9'),
      address('six.office.example', 'fd00::9'),
      address('blocked.example', '127.0.0.1'),
      pointer('8.7.168.192.in-addr.arpa', 'desk-8.office.example'),
      pointer('8.113.0.203.in-addr.arpa', 'away.example'),
      pointer('alias.example', 'files.office.example'),
    );
    const { sightings, lines } = learn(dns, message, fromServer);
    expect(lines.slice(1)).toEqual([
      '192.168.7.9 name=files.office.example',
      'fd00::9 name=six.office.example',
      '192.168.7.8 name=desk-8.office.example',
    ]);
    expect(Math.max(...sightings.slice(1).map((sighting) => sighting.confidence))).toBeLessThanOrEqual(0.5);
    expect(sightings[1].subject).toEqual({ ip: '192.168.7.9', vlan: 7 });
  });
});

describe('mdns', () => {
  const multicast = context({ srcPort: 5353, dstPort: 5353, dstIp: '224.0.0.251', ttl: 255 });

  test('a host name with the address of the sender is its name', () => {
    expect(learn(mdns, answering(address('desk-7.local', '192.168.7.20')), multicast).lines).toEqual([
      'host name=desk-7.local',
    ]);
  });

  test('an address that is not the sender names its owner only', () => {
    const learned = learn(
      mdns,
      answering(
        address('sleeper.local', '192.168.7.99'),
        service('Den._ipp._tcp.local', 631, 'sleeper.local'),
      ),
      multicast,
    );
    expect(learned.lines).toEqual(['192.168.7.99 name=sleeper.local']);
    expect(learned.sightings[0].confidence).toBe(0.5);
  });

  test('a printer tells its role, model and place', () => {
    const name = 'Front\\.Office._ipp._tcp.local';
    const message: DnsMessage = {
      ...answering(txt(name, 'txtvers=1', 'ty=Example 400', 'TY=second', 'note=Hall', 'rp=ipp/print')),
      additionals: [service(name, 631, 'Prn.local'), address('prn.local', '192.168.7.20')],
    };
    expect(learn(mdns, message, multicast).lines).toEqual([
      'host name=prn.local',
      'host service=ipp/631',
      'host role=printer',
      'host model=Example 400',
      'host location=Hall',
    ]);
  });

  test('a queue shared by a computer makes it no printer', () => {
    const name = 'Shared._ipp._tcp.local';
    const message = answering(
      txt(name, 'ty=Example 400', 'rp=printers/shared'),
      service(name, 631, 'desk.local'),
      address('desk.local', '192.168.7.20'),
    );
    expect(learn(mdns, message, multicast).lines).toEqual(['host name=desk.local', 'host service=ipp/631']);
  });

  test('Apple, Google and HomeKit devices tell their model', () => {
    const own = address('it.local', '192.168.7.20');
    const lines = (...records: DnsRecord[]) =>
      learn(mdns, answering(own, ...records), multicast).lines.slice(1);
    expect(lines(txt('x._device-info._tcp.local', 'model=MacBookPro18,3', 'osxvers=21'))).toEqual([
      'host model=MacBookPro18,3',
      'host os=macOS 12',
    ]);
    expect(lines(txt('x._device-info._tcp.local', 'osxvers=17'))).toEqual(['host os=macOS 10.13']);
    expect(lines(txt('x._googlecast._tcp.local', 'md=Chromecast', 'fn=Lounge'))).toEqual([
      'host role=media-player',
      'host model=Chromecast',
      'host name=Lounge',
    ]);
    expect(lines(txt('x._airplay._tcp.local', 'model=AppleTV5,3'))).toEqual(['host model=AppleTV5,3']);
    expect(lines(txt('x._raop._tcp.local', 'am=AppleTV5,3'))).toEqual(['host model=AppleTV5,3']);
    expect(lines(txt('x._hap._tcp.local', 'md=Cam 1', 'ci=17'))).toEqual([
      'host role=camera',
      'host model=Cam 1',
    ]);
    expect(lines(record('it.local', { kind: 'hinfo', cpu: 'X86_64', os: 'LINUX' }))).toEqual([
      'host os=LINUX',
    ]);
    expect(lines(service('x._axis-video._tcp.local', 80, 'it.local'))).toEqual([
      'host service=axis-video/80',
      'host role=camera',
      'host vendor=Axis',
    ]);
  });

  test('the icon that a file server chooses is hardly its model', () => {
    const message = answering(
      address('nas.local', '192.168.7.20'),
      txt('nas._device-info._tcp.local', 'model=Xserve'),
    );
    expect(learn(mdns, message, multicast).sightings[1]).toMatchObject({ value: 'Xserve', confidence: 0.3 });
  });

  test('services without an address are half believed', () => {
    const learned = learn(mdns, answering(service('x._ssh._tcp.local', 22, 'host.local')), multicast);
    expect(learned.sightings).toMatchObject([{ attribute: 'service', value: 'ssh/22', confidence: 0.45 }]);
  });

  test('services on another host than the sender are left out', () => {
    const message = answering(
      address('me.local', '192.168.7.20'),
      service('x._ipp._tcp.local', 631, 'other.local'),
      txt('x._ipp._tcp.local', 'ty=Example 400'),
    );
    expect(learn(mdns, message, multicast).lines).toEqual(['host name=me.local']);
  });

  test('the known answers of a query are ignored, the records of a probe are not', () => {
    const known = { ...answering(address('other.local', '192.168.7.20')), isResponse: false };
    expect(learn(mdns, known, multicast).lines).toEqual([]);
    const probe = { ...RESPONSE, isResponse: false, authorities: [address('me.local', '192.168.7.20')] };
    expect(learn(mdns, probe, multicast).lines).toEqual(['host name=me.local']);
  });

  test('a name made by a machine weighs less', () => {
    const name = '01234567-89ab-cdef-0123-456789abcdef.local';
    expect(learn(mdns, answering(address(name, '192.168.7.20')), multicast).sightings[0].confidence).toBe(
      0.4,
    );
  });

  test('a unicast response that a router forwarded is tied to the address', () => {
    const routed = context({ srcPort: 5353, ttl: 253 - 3 });
    expect(learn(mdns, answering(address('desk.local', '192.168.7.20')), routed).lines).toEqual([
      '192.168.7.20 name=desk.local',
    ]);
  });
});

describe('llmnr', () => {
  const responder = context({ srcPort: 5355, dstMac: OTHER_MAC, ttl: 128 });

  test('a responder names itself', () => {
    expect(learn(llmnr, answering(address('DESK-7', '192.168.7.20')), responder).lines).toEqual([
      'host name=DESK-7',
    ]);
    const reverse = pointer('20.7.168.192.in-addr.arpa', 'DESK-7');
    expect(learn(llmnr, answering(reverse), responder).lines).toEqual(['host name=DESK-7']);
  });

  test('other addresses, tentative names, bait names and queries say nothing', () => {
    const own = address('DESK-7', '192.168.7.20');
    expect(learn(llmnr, answering(address('DESK-7', '192.168.7.99')), responder).lines).toEqual([]);
    expect(learn(llmnr, answering(address('WPAD', '192.168.7.20')), responder).lines).toEqual([]);
    expect(learn(llmnr, { ...answering(own), recursionDesired: true }, responder).lines).toEqual([]);
    expect(learn(llmnr, { ...answering(own), isResponse: false }, responder).lines).toEqual([]);
  });
});
