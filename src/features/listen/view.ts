import { type Paint, paintWith, type Tint } from '../analyze/outputs/terminal/style.ts';
import { type Column, tableLines, wrap } from '../analyze/outputs/terminal/table.ts';
import type { Lang } from '../analyze/outputs/text/lang.ts';
import {
  formatBytes,
  formatCount,
  formatDecimal,
  formatPercent,
  formatTime,
} from '../analyze/outputs/text/numbers.ts';
import { displayWidth, printable, shorten } from '../analyze/outputs/text/printable.ts';
import { plural, word } from '../analyze/outputs/text/words.ts';
import type { InterfaceState, NewDevice, Snapshot, Talker } from './snapshot.ts';

export interface ViewOptions {
  readonly width: number;
  readonly lang: Lang;
  readonly colors: boolean;
}

export interface LiveOptions extends ViewOptions {
  /** Lines that there is room for; as many as there are when absent. */
  readonly height?: number;
  /** What happened to interfaces lately, printable. */
  readonly events?: readonly string[];
}

const BIT_UNITS = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'];

/** Network rates are decimal (IEC 80000-13): 1 kbit/s is 1,000 bit/s. */
export function formatBits(bitsPerSecond: number, lang: Lang): string {
  let value = bitsPerSecond;
  let unit = 0;
  // 999.95 would be shown as 1,000: it is the next unit's 1.0.
  while (value >= 999.5 && unit < BIT_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${formatDecimal(value, unit === 0 || value >= 99.95 ? 0 : 1, lang)}\u00a0${BIT_UNITS[unit]}`;
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
    ...snapshot.interfaces
      .filter(({ state }) => state !== 'up')
      .map(
        ({ name, state }) => `${name}: ${word(`listen.state.${state === 'gone' ? 'gone' : 'down'}`, lang)}`,
      ),
    ...(hasReachedLimits(snapshot) ? [word('limits.title', lang)] : []),
  ];
  return parts.join('  ');
}

/** What stands below the summary: frames of each interface, and what capturing them cost. */
export function captureLines(
  finished: {
    readonly interfaces: readonly Pick<InterfaceState, 'name' | 'received' | 'dropped'>[];
    readonly cpuShare: number;
  },
  { lang, width, colors }: ViewOptions,
): string[] {
  const paint = paintWith(colors);
  const lines = finished.interfaces.flatMap((each) =>
    wrap(frames(each, lang), width, '  ').map((line) => paint(line, each.dropped > 0 ? 'yellow' : 'dim')),
  );
  return [...lines, ...wrap(cpuText(finished.cpuShare, lang), width, '  ').map((line) => paint(line, 'dim'))];
}

function frames(
  { name, ...each }: Pick<InterfaceState, 'name' | 'received' | 'dropped'>,
  lang: Lang,
): string {
  return `${name}  ${plural('listen.received', each.received, lang)} · ${plural('listen.dropped', each.dropped, lang)}`;
}

function cpuText(share: number, lang: Lang): string {
  return word('listen.cpu', lang, { share: formatPercent(share, lang) });
}

/** The live view: no line is wider than the terminal, and the lists give up rows where it is low. */
export function liveLines(snapshot: Snapshot, options: LiveOptions): string[] {
  const { lang, width } = options;
  const paint = paintWith(options.colors);
  const facts = factLines(snapshot, options, paint);
  const { events = [] } = options;
  const notes = events.flatMap((event) => wrap(event, width, '          ')).map((line) => paint(line, 'dim'));
  if (notes.length > 0) notes.unshift('');
  const { topTalkers, newDevices } = snapshot;
  // An empty line, a title and a header before each list.
  const room = (options.height ?? Number.POSITIVE_INFINITY) - facts.length - notes.length - 6;
  const fair = Math.max(1, Math.ceil(room / 2));
  const talkers = topTalkers.slice(0, Math.max(fair, room - Math.max(1, newDevices.length)));
  const newest = newDevices.slice(0, Math.max(1, room - Math.max(1, talkers.length)));
  return [
    ...facts,
    '',
    paint(shorten(word('listen.talkers', lang), width), 'bold'),
    ...(talkers.length === 0
      ? [paint(shorten(word('listen.silence', lang), width), 'dim')]
      : tableLines(talkerColumns(lang), talkers, width, paint)),
    '',
    paint(shorten(word('listen.newest', lang), width), 'bold'),
    ...(newest.length === 0
      ? [paint(shorten(word('devices.empty', lang), width), 'dim')]
      : tableLines(deviceColumns(lang), newest, width, paint)),
    ...notes,
  ];
}

/** Everything above the lists. */
function factLines(snapshot: Snapshot, { lang, width }: ViewOptions, paint: Paint): string[] {
  const time = `${formatTime(snapshot.at)} ${word('unit.utc', lang)}`;
  const name = snapshot.interfaces.map((each) => printable(each.name)).join(' ');
  const title = shorten(`vigie  ${name}`, Math.max(1, width - displayWidth(time) - 2));
  const gap = ' '.repeat(Math.max(2, width - displayWidth(title) - displayWidth(time)));
  const fits = displayWidth(title + gap + time) <= width;
  const lost = dropped(snapshot);
  const tint: Tint = lost.now > 0 ? 'strongRed' : lost.total > 0 ? 'yellow' : 'green';
  const painted = (lines: readonly string[], color: Tint): string[] =>
    lines.map((line) => paint(line, color));
  return [
    paint(title, 'bold') + (fits ? gap + paint(time, 'dim') : ''),
    ...painted(
      packed(
        [
          word('listen.rate', lang, { packets: formatCount(Math.round(snapshot.packetsPerSecond), lang) }),
          formatBits(snapshot.bitsPerSecond, lang),
        ],
        width,
      ),
      'accent',
    ),
    ...painted(packed([plural('listen.dropped', lost.total, lang)], width), tint),
    ...packed(
      [
        plural('capture.packet', snapshot.packets, lang),
        formatBytes(snapshot.bytes, lang),
        plural('listen.flow', snapshot.flows, lang),
        plural('listen.device', snapshot.macs, lang),
      ],
      width,
    ),
    ...painted(packed([cpuText(snapshot.cpuShare, lang)], width), 'dim'),
    ...(snapshot.interfaces.length > 1
      ? painted(
          snapshot.interfaces.flatMap((each) => wrap(frames(each, lang), width, '  ')),
          'dim',
        )
      : []),
    ...snapshot.interfaces.flatMap(({ name, state }) =>
      state === 'up' ? [] : painted(wrap(word(`listen.${state}`, lang, { name }), width, '  '), 'yellow'),
    ),
    ...painted(
      limitTexts(snapshot, lang).flatMap((text) => wrap(text, width, '  ')),
      'yellow',
    ),
  ];
}

/** As many parts on a line as fit, a dot between them. */
function packed(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const joined = lines.length === 0 ? part : `${lines[lines.length - 1]} · ${part}`;
    if (lines.length > 0 && displayWidth(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(shorten(part, width));
  }
  return lines;
}

function hasReachedLimits({ limits }: Snapshot): boolean {
  return Object.values(limits).some((count) => count > 0);
}

function limitTexts({ limits, ...snapshot }: Snapshot, lang: Lang): string[] {
  const count = (n: number): string => formatCount(n, lang);
  const texts: string[] = [];
  if (limits.flowOverflowPackets > 0 || limits.conversationsDropped > 0) {
    texts.push(
      word('listen.flowsFull', lang, {
        limit: count(snapshot.maxFlows),
        packets: count(limits.flowOverflowPackets),
        conversations: count(limits.conversationsDropped),
      }),
    );
  }
  if (limits.macsDropped > 0) texts.push(word('listen.macsFull', lang, { limit: count(snapshot.maxMacs) }));
  if (limits.addressesDropped > 0)
    texts.push(word('listen.addressesFull', lang, { limit: count(snapshot.maxAddresses) }));
  if (limits.sightingsDropped > 0)
    texts.push(word('limits.sightings', lang, { n: count(limits.sightingsDropped) }));
  return texts;
}

function talkerColumns(lang: Lang): Column<Talker>[] {
  return [
    { title: word('device.addresses', lang), cell: (talker) => talker.address, min: 15, max: 40, drop: 0 },
    { title: word('device.mac', lang), cell: (talker) => talker.mac ?? '', min: 17, max: 17, drop: 2 },
    {
      title: word('device.vendor', lang),
      cell: (talker) => printable(talker.vendor ?? ''),
      min: 10,
      max: 40,
      drop: 1,
    },
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
    {
      title: word('device.vendor', lang),
      cell: (device) => printable(device.vendor ?? ''),
      min: 10,
      max: 40,
      drop: 1,
    },
    {
      title: word('listen.firstSeen', lang),
      cell: (device) => formatTime(device.firstSeen),
      min: 10,
      max: 30,
      drop: 2,
    },
  ];
}
