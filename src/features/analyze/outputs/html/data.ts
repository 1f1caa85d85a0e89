import type { Analysis, Attribute, Conversation, Device } from '../../../../model/analysis.ts';
import { DEVICE_TYPES, LOOK_OF } from '../../../../model/device-types.ts';
import { EN } from '../text/en.ts';
import type { Lang } from '../text/lang.ts';
import { printable } from '../text/printable.ts';
import { WORDS, type WordKey } from '../text/words.ts';
import {
  conversationBytes,
  deviceBytes,
  deviceFinder,
  deviceLabel,
  endpointText,
  fileLabels,
  isNamed,
  largest,
} from '../view.ts';

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
    isNamed(device) ? device.names.map(({ value, source }) => [printable(value), printable(source)]) : [],
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
export function reportData(analysis: Analysis, lang: Lang): unknown {
  const { capture } = analysis;
  const find = deviceFinder(analysis);
  const index = new Map(analysis.devices.map((device, i) => [device, i]));
  const flows = largest(analysis.conversations, conversationBytes, MAX_CONVERSATIONS).map((c) =>
    flowRow(c, (end) => {
      const device = find(c[end], c.vlan);
      return device === null ? -1 : (index.get(device) ?? -1);
    }),
  );
  const order = analysis.devices.map((_, i) => i);
  order.sort((a, b) => deviceBytes(analysis.devices[b]) - deviceBytes(analysis.devices[a]) || a - b);
  return {
    lang,
    words: { en: scriptWords('en'), fr: scriptWords('fr') },
    types: DEVICE_TYPES.map((type) => [type, LOOK_OF[type]]),
    files: fileLabels(capture.files),
    order,
    oneDay: capture.firstSeen?.slice(0, 10) === capture.lastSeen?.slice(0, 10),
    devices: analysis.devices.map(deviceRow),
    flows,
    flowsInAll: analysis.conversations.length,
  };
}
