/** What `WS /api/v1/ws/live` says, one JSON document a message. It listens to nothing. */
import { z } from 'zod';
import { importView } from '../captures/schemas.ts';
import { listeningView } from '../interfaces/schemas.ts';
import { count, id, list } from '../schemas.ts';

/** Lists of the API that may have changed. */
export const NOUNS = ['devices', 'flows', 'captures', 'findings', 'vlans', 'interfaces', 'sites'] as const;
export const noun = z.enum(NOUNS);
export type Noun = (typeof NOUNS)[number];

/** The first: what runs now. */
const hello = z.object({
  kind: z.literal('hello'),
  version: z.string(),
  imports: list(importView),
  listening: list(listeningView),
});

/** An import moved on: five times a second at most. */
const importing = z.object({ kind: z.literal('import'), import: importView });

/** A listening began, ended, or its interface went or came. */
const listening = z.object({ kind: z.literal('listening'), listening: listeningView });

/** What one listening saw in an interval. */
const traffic = z.object({
  kind: z.literal('traffic'),
  captureId: id,
  interface: z.string(),
  /** End of the interval. */
  at: z.string(),
  intervalSeconds: z.number(),
  packetsPerSecond: z.number().min(0),
  bitsPerSecond: z.number().min(0),
  /** Since the start. */
  packets: count,
  bytes: count,
  conversations: count,
  devices: count,
  /** Of the interval, the busiest first. */
  topTalkers: list(
    z.object({
      address: z.string(),
      mac: z.string().nullable(),
      vendor: z.string().nullable(),
      bitsPerSecond: z.number().min(0),
    }),
  ),
  /** Of the interval, both directions together, the busiest first. */
  topProtocols: list(
    z.object({ protocol: z.string(), appProtocol: z.string().nullable(), bitsPerSecond: z.number().min(0) }),
  ),
  /** Source MACs, the newest first. */
  newDevices: list(z.object({ mac: z.string(), vendor: z.string().nullable(), firstSeen: z.string() })),
});

/** What was read of these may be out of date: told at most once a second, with all that changed in it. */
const changed = z.object({ kind: z.literal('changed'), nouns: list(noun) });

const removed = z.object({ kind: z.literal('removed'), captureId: id });

/** A store began to refuse, or takes what it is given again. */
const status = z.object({
  kind: z.literal('status'),
  store: z.enum(['state', 'telemetry']),
  failing: z.boolean(),
  /** One sentence; `null` when all is well. */
  error: z.string().nullable(),
});

/** This client reads too slowly: so many events were left out. What it shows should be read again. */
const lost = z.object({ kind: z.literal('lost'), events: count });

export const liveEvent = z.discriminatedUnion('kind', [
  hello,
  importing,
  listening,
  traffic,
  changed,
  removed,
  status,
  lost,
]);
/** As the server has it: instants in µs. */
export type LiveEvent = z.output<typeof liveEvent>;
/** As it is sent: instants in ISO 8601. */
export type LiveMessage = z.input<typeof liveEvent>;
