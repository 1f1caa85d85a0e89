import { type Paint, paintWith } from '../analyze/outputs/terminal/style.ts';
import { type Column, tableLines } from '../analyze/outputs/terminal/table.ts';
import type { Lang } from '../analyze/outputs/text/lang.ts';
import { formatBytes, formatCount, formatDecimal, formatTime } from '../analyze/outputs/text/numbers.ts';
import { displayWidth, shorten } from '../analyze/outputs/text/printable.ts';
import { plural, word } from '../analyze/outputs/text/words.ts';
import type { NewDevice, Snapshot, Talker } from './snapshot.ts';

export interface ViewOptions {
  readonly width: number;
  readonly lang: Lang;
  readonly colors: boolean;
}

const BIT_UNITS = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'];

/** Network rates are decimal (IEC 80000-13): 1 kbit/s is 1,000 bit/s. */
export function formatBits(bitsPerSecond: number, lang: Lang): string {
  let value = bitsPerSecond;
  let unit = 0;
  while (value >= 1000 && unit < BIT_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${formatDecimal(value, unit === 0 || value >= 100 ? 0 : 1, lang)}\u00a0${BIT_UNITS[unit]}`;
}

function dropped(snapshot: Snapshot): { readonly total: number; readonly now: number } {
  return {
    total: snapshot.interfaces.reduce((sum, each) => sum + each.dropped, 0),
    now: snapshot.interfaces.reduce((sum, each) => sum + each.droppedNow, 0),
  };
}

/** One line per interval, for output that is no terminal. */
export function snapshotLine(snapshot: Snapshot, lang: Lang): string {
  const parts = [
    snapshot.at,
    word('listen.rate', lang, { packets: formatCount(Math.round(snapshot.packetsPerSecond), lang) }),
    formatBits(snapshot.bitsPerSecond, lang),
    plural('listen.dropped', dropped(snapshot).total, lang),
    plural('listen.flow', snapshot.flows, lang),
    plural('listen.device', snapshot.macs, lang),
  ];
  return parts.join('  ');
}

/** The live view: no line is wider than the terminal. */
export function liveLines(snapshot: Snapshot, options: ViewOptions): string[] {
  const { lang, width } = options;
  const paint = paintWith(options.colors);
  const lost = dropped(snapshot);
  const head = [
    paint(`vigie  ${snapshot.interfaces.map((each) => each.name).join(' ')}`, 'bold'),
    formatTime(snapshot.at),
  ].join('  ');
  const rate = [
    word('listen.rate', lang, { packets: formatCount(Math.round(snapshot.packetsPerSecond), lang) }),
    formatBits(snapshot.bitsPerSecond, lang),
    plural('capture.packet', snapshot.packets, lang),
    formatBytes(snapshot.bytes, lang),
  ].join('  ·  ');
  const drops = plural('listen.dropped', lost.total, lang);
  const lines = [
    head,
    rate,
    lost.now > 0 ? paint(drops, 'red') : lost.total > 0 ? paint(drops, 'yellow') : drops,
  ];
  for (const { name, state } of snapshot.interfaces) {
    if (state !== 'up') lines.push(paint(word(`listen.${state}`, lang, { name }), 'yellow'));
  }
  lines.push(
    [plural('listen.flow', snapshot.flows, lang), plural('listen.device', snapshot.macs, lang)].join('  ·  '),
    ...limitLines(snapshot, lang, paint),
    '',
    paint(word('listen.talkers', lang), 'bold'),
    ...(snapshot.topTalkers.length === 0
      ? [paint(word('listen.silence', lang), 'dim')]
      : tableLines(talkerColumns(lang), snapshot.topTalkers, width, paint)),
    '',
    paint(word('listen.newest', lang), 'bold'),
    ...(snapshot.newDevices.length === 0
      ? [paint(word('devices.empty', lang), 'dim')]
      : tableLines(deviceColumns(lang), snapshot.newDevices, width, paint)),
  );
  return lines.map((line) => (options.colors || displayWidth(line) <= width ? line : shorten(line, width)));
}

function limitLines({ limits, maxFlows, maxMacs }: Snapshot, lang: Lang, paint: Paint): string[] {
  const lines: string[] = [];
  if (limits.flowOverflowPackets > 0 || limits.conversationsDropped > 0) {
    lines.push(
      word('listen.flowsFull', lang, {
        limit: formatCount(maxFlows, lang),
        packets: formatCount(limits.flowOverflowPackets, lang),
        conversations: formatCount(limits.conversationsDropped, lang),
      }),
    );
  }
  if (limits.macsDropped > 0)
    lines.push(word('listen.macsFull', lang, { limit: formatCount(maxMacs, lang) }));
  return lines.map((line) => paint(line, 'yellow'));
}

function talkerColumns(lang: Lang): Column<Talker>[] {
  return [
    { title: word('device.addresses', lang), cell: (talker) => talker.address, min: 15, max: 40, drop: 0 },
    { title: word('device.mac', lang), cell: (talker) => talker.mac ?? '', min: 17, max: 17, drop: 2 },
    { title: word('device.vendor', lang), cell: (talker) => talker.vendor ?? '', min: 10, max: 40, drop: 1 },
    {
      title: word('listen.bits', lang),
      cell: (talker) => formatBits(talker.bitsPerSecond, lang),
      min: 10,
      max: 14,
      drop: 0,
      align: 'right',
    },
  ];
}

function deviceColumns(lang: Lang): Column<NewDevice>[] {
  return [
    { title: word('device.mac', lang), cell: (device) => device.mac, min: 17, max: 17, drop: 0 },
    { title: word('device.vendor', lang), cell: (device) => device.vendor ?? '', min: 10, max: 40, drop: 1 },
    {
      title: word('listen.firstSeen', lang),
      cell: (device) => formatTime(device.firstSeen),
      min: 10,
      max: 30,
      drop: 2,
    },
  ];
}
