/** The demo network as Wireshark sees it: nothing malformed, no bad checksum, no TCP that does not add up. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_SEED, DEMO_START } from './defaults.ts';
import { demoFrames } from './demo-network.ts';
import type { TimedFrame } from './lan.ts';
import { VLAN } from './plan.ts';
import { writePcap } from './write-pcap.ts';

const hasTshark = spawnSync('tshark', ['--version']).status === 0;
const MINUTES = 4;
const CHECKED = ['ip', 'tcp', 'udp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);

const folder = mkdtempSync(join(tmpdir(), 'vigie-demo-tshark-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tshark(file: string, filter: string, fields: readonly string[]): string[] {
  const arguments_ = ['-r', file, ...CHECKED, '-Y', filter, '-T', 'fields'];
  const output = execFileSync('tshark', [...arguments_, ...fields.flatMap((field) => ['-e', field])], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 2 ** 26,
  });
  return output.split('\n').filter((line) => line !== '');
}

/** -1 without a tag. */
const vlanOf = (frame: Uint8Array) =>
  frame[12] === 0x81 && frame[13] === 0 ? ((frame[14] & 15) << 8) | frame[15] : -1;

describe.skipIf(!hasTshark && !process.env.CI)('tshark', () => {
  const frames: TimedFrame[] = [];
  const all = join(folder, 'all.pcap');
  beforeAll(async () => {
    frames.push(...demoFrames({ start: DEMO_START, minutes: MINUTES, seed: DEMO_SEED }));
    await writePcap(all, frames);
  });

  it('finds nothing malformed and every checksum right', () => {
    const bad = ['ip', 'tcp', 'udp', 'icmpv6', 'cdp'].map((protocol) => `${protocol}.checksum.status == 0`);
    const fields = ['frame.number', '_ws.col.Protocol', '_ws.expert.message'];
    expect(tshark(all, `_ws.malformed || ${bad.join(' || ')}`, fields)).toEqual([]);
  });

  it('knows every protocol that the demo speaks', () => {
    const protocols = new Set(tshark(all, 'frame', ['frame.protocols']).flatMap((line) => line.split(':')));
    const spoken =
      'arp lldp cdp stp icmpv6 dhcp dns mdns llmnr nbns browser tls http smb2 kerberos ldap ntp snmp sip sdp rtp ' +
      'rtsp rdp ssh rpc pgsql modbus cotp s7comm enip cip cipio pn_dcp pn_io';
    expect(spoken.split(' ').filter((name) => !protocols.has(name))).toEqual([]);
  });

  // Frame by frame on one side of the gateway: a routed segment seen on both looks like a retransmission.
  it.each(Object.entries(VLAN))('finds only lost segments in the TCP of VLAN %s', async (name, id) => {
    const file = join(folder, `${name}.pcap`);
    await writePcap(
      file,
      frames.filter(({ frame }) => vlanOf(frame) === id),
    );
    const others = 'tcp.analysis.flags && !tcp.analysis.retransmission';
    expect(tshark(file, others, ['frame.number', '_ws.expert.message'])).toEqual([]);
    const lost = tshark(file, 'tcp.analysis.retransmission', ['frame.number']).length;
    // Only towards the Internet, from the office.
    if (id === VLAN.office) expect(lost).toBeGreaterThan(0);
    else expect(lost).toBe(0);
    expect(lost).toBeLessThan(60);
  });

  it('reads what identifies the machines of the plant', () => {
    const values = (filter: string, field: string) => [...new Set(tshark(all, filter, [field]))].sort();
    expect(values('pn_dcp.suboption_device_nameofstation', 'pn_dcp.suboption_device_nameofstation')).toEqual([
      'es-ligne1',
      'ihm-atelier',
      'plc-ligne1',
      'plc-ligne2',
    ]);
    expect(values('enip.lir.name', 'enip.lir.name')).toEqual(['PowerFlex 525 3P 400V 2.2kW']);
    expect(values('modbus.func_code == 43 && modbus.object_str_value', 'modbus.object_str_value')).toEqual([
      'WAGO,750-362,01.04.11',
    ]);
    expect(values('s7comm.szl.001c.0005.serialn', 's7comm.szl.001c.0005.serialn')).toEqual([
      'S C-BOREAL0411',
      'S C-BOREAL0412',
    ]);
    expect(values('modbus.func_code == 6 || modbus.func_code == 16', 'ip.src')).toContain('10.10.40.20');
  });
});
