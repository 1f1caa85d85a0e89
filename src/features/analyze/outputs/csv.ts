import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Analysis, Attribute, Conversation, Device, Evidence } from '../../../model/analysis.ts';
import { say } from '../../../model/messages/message.ts';
import { WritingRefusal } from '../../../model/messages/refusal.ts';
import { Utf8Text } from './utf8-text.ts';
import { cannotWrite, writeFileChunks } from './write.ts';

type Cell = string | number | boolean | null;

/** One file: its columns in order, and the rows they are read from. */
interface Sheet<Row> {
  readonly file: string;
  readonly rows: Iterable<Row>;
  readonly columns: readonly (readonly [title: string, read: (row: Row) => Cell])[];
}

/** Characters that make a spreadsheet read a text cell as a formula (OWASP, "CSV Injection"). */
const FORMULA_START = /^[=+\-@\t\r]/;

/** One field of RFC 4180 §2. Numbers are written as they are; text can never become a formula. */
export function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA_START.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const joined = (values: readonly (string | number)[]): string => values.join('; ');

/** Each is valid until the next is asked for. */
function* csvChunks<Row>({ columns, rows }: Sheet<Row>): Generator<Uint8Array> {
  const out = new Utf8Text();
  out.add(`${columns.map(([title]) => csvCell(title)).join(',')}\r\n`);
  for (const row of rows) {
    let before = '';
    for (const [, read] of columns) {
      out.addAscii(before);
      before = ',';
      const value = read(row);
      if (typeof value === 'number') out.addNumber(value);
      else out.add(csvCell(value));
    }
    out.addAscii('\r\n');
    if (out.isChunk) yield out.take();
  }
  yield out.take();
}

const attribute = (device: Device, name: string): Cell => {
  const found: Attribute | undefined = device.attributes[name];
  return found?.value ?? null;
};

function devicesSheet(analysis: Analysis): Sheet<Device> {
  return {
    file: 'devices.csv',
    rows: analysis.devices,
    columns: [
      ['id', (d) => d.id],
      ['type', (d) => d.type],
      ['names', (d) => joined(d.names.map((name) => name.value))],
      ['addresses', (d) => joined(d.addresses.map((address) => address.ip))],
      ['macs', (d) => joined(d.macs)],
      ['vendor', (d) => d.vendor],
      ['model', (d) => attribute(d, 'model')],
      ['firmware', (d) => attribute(d, 'firmware')],
      ['serial', (d) => attribute(d, 'serial')],
      ['os', (d) => attribute(d, 'os')],
      ['isGateway', (d) => d.isGateway],
      ['addressesBehind', (d) => d.addressesBehind],
      ['vlans', (d) => joined(d.vlans)],
      ['packetsSent', (d) => d.packetsSent],
      ['packetsReceived', (d) => d.packetsReceived],
      ['bytesSent', (d) => d.bytesSent],
      ['bytesReceived', (d) => d.bytesReceived],
      ['firstSeen', (d) => d.firstSeen],
      ['lastSeen', (d) => d.lastSeen],
      [
        'attributes',
        (d) =>
          joined(
            Object.keys(d.attributes)
              .sort()
              .map((key) => `${key}=${d.attributes[key].value}`),
          ),
      ],
    ],
  };
}

function conversationsSheet(analysis: Analysis): Sheet<Conversation> {
  return {
    file: 'conversations.csv',
    rows: analysis.conversations,
    columns: [
      ['protocol', (c) => c.protocol],
      ['srcMac', (c) => c.src.mac],
      ['srcIp', (c) => c.src.ip],
      ['srcPort', (c) => c.src.port],
      ['dstMac', (c) => c.dst.mac],
      ['dstIp', (c) => c.dst.ip],
      ['dstPort', (c) => c.dst.port],
      ['vlan', (c) => c.vlan],
      ['outerVlan', (c) => c.outerVlan],
      ['appProtocol', (c) => c.appProtocol],
      ['serverName', (c) => c.serverName],
      ['packets', (c) => c.packets],
      ['bytes', (c) => c.bytes],
      ['packetsBack', (c) => c.packetsBack],
      ['bytesBack', (c) => c.bytesBack],
      ['firstSeen', (c) => c.firstSeen],
      ['lastSeen', (c) => c.lastSeen],
      ['tcpFlags', (c) => c.tcpFlags],
      ['tcpFlagsForward', (c) => c.tcp?.flags ?? null],
      ['tcpFlagsBack', (c) => c.tcp?.flagsBack ?? null],
      ['tcpSyn', (c) => c.tcp?.syn ?? null],
      ['tcpRst', (c) => c.tcp?.rst ?? null],
      ['tcpFin', (c) => c.tcp?.fin ?? null],
      ['tcpRetransmissions', (c) => c.tcp?.retransmissions ?? null],
      ['minBytes', (c) => c.minBytes],
      ['maxBytes', (c) => c.maxBytes],
      ['handshakeRttMs', (c) => c.handshakeRttMs],
      ['tunnel', (c) => c.tunnel],
      ['file', (c) => analysis.capture.files[c.file] ?? null],
      ['packet', (c) => c.packet],
    ],
  };
}

function protocolsSheet(analysis: Analysis): Sheet<Analysis['protocols'][number]> {
  return {
    file: 'protocols.csv',
    rows: analysis.protocols,
    columns: [
      ['layer', (p) => p.layer],
      ['name', (p) => p.name],
      ['packets', (p) => p.packets],
      ['bytes', (p) => p.bytes],
    ],
  };
}

function vlansSheet(analysis: Analysis): Sheet<Analysis['vlans'][number]> {
  return {
    file: 'vlans.csv',
    rows: analysis.vlans,
    columns: [
      ['vlan', (v) => v.vlan],
      ['outerVlan', (v) => v.outerVlan],
      ['packets', (v) => v.packets],
      ['bytes', (v) => v.bytes],
      ['devices', (v) => v.devices],
    ],
  };
}

function findingsSheet(analysis: Analysis): Sheet<Analysis['findings'][number]> {
  const where = (e: Evidence): string =>
    `${analysis.capture.files[e.file] ?? e.file}#${e.packet} ${e.source}`;
  return {
    file: 'findings.csv',
    rows: analysis.findings,
    columns: [
      ['severity', (f) => f.severity],
      ['kind', (f) => f.kind],
      ['message', (f) => f.message],
      ['firstSeen', (f) => f.evidence[0]?.at ?? null],
      ['evidence', (f) => joined(f.evidence.map(where))],
    ],
  };
}

/**
 * Creates `folder` when it is not there. Call it before a long analysis, so that a mistake is told at once.
 * Throws InputError when it is a file or cannot be created.
 */
export async function prepareCsvFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found !== null && !found.isDirectory()) {
    throw new WritingRefusal(say('write.no-folder', { folder }));
  }
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new WritingRefusal(say('write.folder-failed', { folder, reason: (error as Error).message }));
  }
}

async function writeSheet<Row>(folder: string, sheet: Sheet<Row>): Promise<string> {
  const path = join(folder, sheet.file);
  try {
    await writeFileChunks(path, csvChunks(sheet));
  } catch (error) {
    throw cannotWrite('write.failed', path, error);
  }
  return path;
}

/**
 * Writes devices, conversations, protocols, vlans and findings as RFC 4180 files into `folder`, creating it.
 * Lists are joined by `; `, absent values are empty. Returns the paths written.
 * Throws InputError when `folder` is a file or cannot be written.
 */
export async function writeCsv(analysis: Analysis, folder: string): Promise<string[]> {
  await prepareCsvFolder(folder);
  return [
    await writeSheet(folder, devicesSheet(analysis)),
    await writeSheet(folder, conversationsSheet(analysis)),
    await writeSheet(folder, protocolsSheet(analysis)),
    await writeSheet(folder, vlansSheet(analysis)),
    await writeSheet(folder, findingsSheet(analysis)),
  ];
}
