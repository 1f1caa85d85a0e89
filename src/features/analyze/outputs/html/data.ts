import type { Analysis, Attribute, Conversation, Device } from '../../../../model/analysis.ts';
import { DEVICE_TYPES, LOOK_OF } from '../../../../model/device-types.ts';
import { EN } from '../text/en.ts';
import type { Lang } from '../text/lang.ts';
import { printable } from '../text/printable.ts';
import { WORDS, type WordKey } from '../text/words.ts';
import {
  type DeviceFinder,
  deviceBytes,
  deviceLabel,
  deviceName,
  endpointText,
  fileLabels,
  largestPlaces,
} from '../view.ts';
import { scriptJson } from './escape.ts';

/** Conversations in the report; the others are in --json and --csv. */
export const MAX_CONVERSATIONS = 5000;
/** Evidence of one attribute in the report; first seen first. */
const MAX_EVIDENCE = 4;

const millis = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso));

/** Arrays rather than objects: ten thousand devices would repeat their keys ten thousand times. */
function attributeRow([name, { value, confidence, evidence }]: [string, Attribute]): unknown[] {
  return [
    name,
    printable(value),
    Math.round(confidence * 100),
    evidence
      .slice(0, MAX_EVIDENCE)
      .map(({ source, at, packet, file }) => [printable(source), millis(at), packet, file]),
    Math.max(0, evidence.length - MAX_EVIDENCE),
  ];
}

/** In the order that `script/devices.ts` reads. */
function deviceRow(device: Device): unknown[] {
  return [
    DEVICE_TYPES.indexOf(device.type),
    deviceLabel(device),
    deviceName(device) !== ''
      ? device.names.map(({ value, source }) => [printable(value), printable(source)])
      : [],
    device.addresses.map(({ ip, vlan, firstSeen, lastSeen }) => [
      ip,
      vlan,
      millis(firstSeen),
      millis(lastSeen),
    ]),
    printable(device.vendor ?? ''),
    device.macs,
    device.vlans,
    device.bytesSent,
    device.bytesReceived,
    device.packetsSent,
    device.packetsReceived,
    millis(device.firstSeen),
    millis(device.lastSeen),
    device.isGateway ? 1 : 0,
    device.addressesBehind,
    Object.entries(device.attributes)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(attributeRow),
  ];
}

/** In the order that `script/flows.ts` reads. Devices are indices, -1 for none. */
function flowRow(c: Conversation, deviceAt: (end: 'src' | 'dst') => number): unknown[] {
  return [
    c.protocol,
    printable(c.appProtocol ?? ''),
    deviceAt('src'),
    endpointText(c.src),
    deviceAt('dst'),
    endpointText(c.dst),
    printable(c.serverName ?? ''),
    c.outerVlan === null ? (c.vlan ?? '') : `${c.outerVlan}.${c.vlan ?? ''}`,
    c.tunnel ?? '',
    c.bytes,
    c.bytesBack,
    c.packets,
    c.packetsBack,
    millis(c.firstSeen),
    millis(c.lastSeen),
  ];
}

/** Words of the catalogue that the script draws with; the page's own text carries both languages itself. */
const SCRIPT_WORDS = /^(table|type|attribute|device|conversation|map|finding\.packet|unit|app)\b/;

function scriptWords(lang: Lang): Record<string, string> {
  const keys = Object.keys(EN) as WordKey[];
  return Object.fromEntries(
    keys.filter((key) => SCRIPT_WORDS.test(key)).map((key) => [key, WORDS[lang][key]]),
  );
}

/** Everything the tables of the report are drawn from. Devices keep their order: indices elsewhere are into it. */
export interface ReportData {
  readonly lang: Lang;
  readonly words: Readonly<Record<Lang, Record<string, string>>>;
  readonly types: readonly unknown[];
  readonly files: readonly string[];
  readonly order: readonly number[];
  readonly oneDay: boolean;
  readonly devices: Iterable<unknown>;
  readonly flows: Iterable<unknown>;
  readonly flowsInAll: number;
}

/** Rows are made while they are read. */
export function reportData(analysis: Analysis, { placeOf }: DeviceFinder, lang: Lang): ReportData {
  const { capture, devices, conversations } = analysis;
  return {
    lang,
    words: { en: scriptWords('en'), fr: scriptWords('fr') },
    types: DEVICE_TYPES.map((type) => [type, LOOK_OF[type]]),
    files: fileLabels(capture.files),
    order: largestPlaces(devices, deviceBytes, devices.length),
    oneDay: capture.firstSeen?.slice(0, 10) === capture.lastSeen?.slice(0, 10),
    devices: rowsOf(devices, deviceRow),
    flows: rowsOf(conversations.largest(MAX_CONVERSATIONS), (c) =>
      flowRow(c, (end) => placeOf(c[end], c.vlan)),
    ),
    flowsInAll: conversations.length,
  };
}

function* rowsOf<Item>(items: Iterable<Item>, row: (item: Item) => unknown): Generator<unknown> {
  for (const item of items) yield row(item);
}

/** The data as JSON for a script element, row by row. */
export function* dataPieces(data: ReportData): Generator<string> {
  let before = '{';
  for (const [key, value] of Object.entries(data)) {
    yield `${before}${scriptJson(key)}:`;
    before = ',';
    if (key === 'devices' || key === 'flows') yield* listPieces(value as Iterable<unknown>);
    else yield scriptJson(value);
  }
  yield '}';
}

function* listPieces(rows: Iterable<unknown>): Generator<string> {
  let before = '[';
  for (const row of rows) {
    yield before + scriptJson(row);
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}
