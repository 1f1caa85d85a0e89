import type {
  Analysis,
  Conversation,
  DeviceSummary,
  ProtocolCount,
  VlanSummary,
} from '../../../../model/analysis.ts';
import { LOOK_OF } from '../../../../model/device-types.ts';
import { formatBytes, formatCount, formatPercent } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { word } from '../text/words.ts';
import { deviceFinder, deviceName, endpointText, largest } from '../view.ts';
import { moreLines, sectionTitle } from './facts.ts';
import { LOOK_SIGN } from './style.ts';
import { bar, type Column, tableLines } from './table.ts';
import type { Page } from './terminal.ts';

const BAR_CELLS = 24;

function addressesText({ firstAddress, addressCount }: DeviceSummary): string {
  return addressCount > 1 ? `${firstAddress} +${addressCount - 1}` : (firstAddress ?? '');
}

/** The busiest devices. */
export function deviceLines({ devices }: Analysis, page: Page): string[] {
  const { lang, top } = page;
  if (devices.length === 0) return [];
  const columns: Column<DeviceSummary>[] = [
    {
      title: word('device.type', lang),
      min: 9,
      max: 22,
      drop: 0,
      cell: ({ type }) => `${LOOK_SIGN[LOOK_OF[type]][0]} ${word(`type.${type}`, lang)}`,
      tint: ({ type }) => LOOK_SIGN[LOOK_OF[type]][1],
    },
    { title: word('device.name', lang), min: 10, max: 36, drop: 0, cell: deviceName },
    { title: word('device.addresses', lang), min: 15, max: 42, drop: 0, cell: addressesText },
    { title: word('device.vendor', lang), min: 8, max: 28, drop: 3, cell: (d) => printable(d.vendor ?? '') },
    { title: word('device.mac', lang), min: 17, max: 22, drop: 1, cell: macText, tint: () => 'dim' },
    {
      title: word('device.vlans', lang),
      min: 4,
      max: 12,
      drop: 2,
      cell: (d) => d.vlans.join(','),
      align: 'right',
    },
    {
      title: word('device.sent', lang),
      min: 8,
      max: 10,
      drop: 0,
      cell: (d) => formatBytes(d.bytesSent, lang),
      align: 'right',
    },
    {
      title: word('device.received', lang),
      min: 8,
      max: 10,
      drop: 0,
      cell: (d) => formatBytes(d.bytesReceived, lang),
      align: 'right',
    },
  ];
  const title = sectionTitle(word('devices.title', lang), formatCount(devices.length, lang), page);
  const rows = devices.busiest(top);
  return [title, ...tableLines(columns, rows, page.width, page.paint), ...moreLines(devices.length, page)];
}

function macText({ macs }: DeviceSummary): string {
  return macs.length > 1 ? `${macs[0]} +${macs.length - 1}` : (macs[0] ?? '');
}

/** The largest conversations, each end by name where it has one. */
export function conversationLines(analysis: Analysis, page: Page): string[] {
  const { lang, top } = page;
  const { conversations } = analysis;
  if (conversations.length === 0) return [];
  const rows = conversations.largest(top);
  // One of those is who an end is, or nobody.
  const devices = analysis.devices.having(rows.flatMap(({ src, dst }) => [src, dst]));
  const { placeOf } = deviceFinder(devices);
  const end = (side: 'src' | 'dst') => (c: Conversation) => {
    const endpoint = c[side];
    const place = placeOf(endpoint, c.vlan);
    const name = place < 0 ? '' : deviceName(devices[place]);
    return endpointText(endpoint) + (name === '' ? '' : `  ${name}`);
  };
  const columns: Column<Conversation>[] = [
    { title: word('conversation.initiator', lang), min: 22, max: 56, drop: 0, cell: end('src') },
    { title: word('conversation.responder', lang), min: 22, max: 56, drop: 0, cell: end('dst') },
    {
      title: word('conversation.protocol', lang),
      min: 8,
      max: 16,
      drop: 0,
      cell: (c) => printable([c.protocol, c.appProtocol].filter((part) => part !== null).join('/')),
      tint: () => 'accent',
    },
    {
      title: word('conversation.server', lang),
      min: 12,
      max: 32,
      drop: 3,
      cell: (c) => printable(c.serverName ?? ''),
    },
    {
      title: word('conversation.vlan', lang),
      min: 4,
      max: 9,
      drop: 2,
      cell: (c) => (c.outerVlan === null ? '' : `${c.outerVlan}.`) + (c.vlan ?? ''),
      align: 'right',
    },
    {
      title: word('conversation.forward', lang),
      min: 8,
      max: 10,
      drop: 0,
      cell: (c) => formatBytes(c.bytes, lang),
      align: 'right',
    },
    {
      title: word('conversation.back', lang),
      min: 8,
      max: 10,
      drop: 0,
      cell: (c) => formatBytes(c.bytesBack, lang),
      align: 'right',
    },
  ];
  const total = conversations.length;
  const title = sectionTitle(word('conversations.title', lang), formatCount(total, lang), page);
  return [title, ...tableLines(columns, rows, page.width, page.paint), ...moreLines(total, page)];
}

/** Protocols by layer with bars: the share of all bytes on the wire. */
export function protocolLines({ protocols, capture }: Analysis, page: Page): string[] {
  const { lang, top } = page;
  if (protocols.length === 0) return [];
  const rows = protocols.length > top ? kept(protocols, top) : protocols;
  const share = (p: ProtocolCount): number => (capture.wireBytes === 0 ? 0 : p.bytes / capture.wireBytes);
  const first = new Set(rows.filter((row, i) => row.layer !== rows[i - 1]?.layer));
  const columns: Column<ProtocolCount>[] = [
    // The layer is named once, where it begins.
    {
      title: '',
      min: 9,
      max: 12,
      drop: 0,
      cell: (p) => (first.has(p) ? word(`layer.${p.layer}`, lang) : ''),
      tint: () => 'dim',
    },
    { title: word('protocol.name', lang), min: 10, max: 20, drop: 0, cell: (p) => printable(p.name) },
    {
      title: word('protocol.share', lang),
      min: BAR_CELLS,
      max: BAR_CELLS,
      drop: 0,
      cell: (p) => bar(share(p), BAR_CELLS),
      tint: () => 'accent',
    },
    { title: '', min: 6, max: 7, drop: 0, cell: (p) => formatPercent(share(p), lang), align: 'right' },
    {
      title: word('protocol.bytes', lang),
      min: 8,
      max: 10,
      drop: 0,
      cell: (p) => formatBytes(p.bytes, lang),
      align: 'right',
    },
    {
      title: word('protocol.packets', lang),
      min: 7,
      max: 15,
      drop: 0,
      cell: (p) => formatCount(p.packets, lang),
      align: 'right',
    },
  ];
  const title = sectionTitle(word('protocols.title', lang), formatCount(protocols.length, lang), page);
  return [title, ...tableLines(columns, rows, page.width, page.paint), ...moreLines(protocols.length, page)];
}

/** The `top` largest, still in the order of layers. */
function kept(protocols: readonly ProtocolCount[], top: number): ProtocolCount[] {
  const chosen = new Set(largest(protocols, (p) => p.bytes, top));
  return protocols.filter((p) => chosen.has(p));
}

export function vlanLines({ vlans }: Analysis, page: Page): string[] {
  const { lang, top } = page;
  if (vlans.length === 0) return [];
  const columns: Column<VlanSummary>[] = [
    {
      title: word('vlan.id', lang),
      min: 4,
      max: 9,
      drop: 0,
      cell: (v) => (v.outerVlan === null ? '' : `${v.outerVlan}.`) + v.vlan,
      align: 'right',
    },
    {
      title: word('vlan.devices', lang),
      min: 7,
      max: 9,
      drop: 0,
      cell: (v) => formatCount(v.devices, lang),
      align: 'right',
    },
    {
      title: word('vlan.packets', lang),
      min: 7,
      max: 15,
      drop: 0,
      cell: (v) => formatCount(v.packets, lang),
      align: 'right',
    },
    {
      title: word('vlan.bytes', lang),
      min: 8,
      max: 10,
      drop: 0,
      cell: (v) => formatBytes(v.bytes, lang),
      align: 'right',
    },
  ];
  const title = sectionTitle(word('vlans.title', lang), formatCount(vlans.length, lang), page);
  const rows = vlans.length > top ? largest(vlans, (v) => v.bytes, top) : vlans;
  return [title, ...tableLines(columns, rows, page.width, page.paint), ...moreLines(vlans.length, page)];
}
