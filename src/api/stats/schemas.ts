import { z } from 'zod';
import { SEVERITIES } from '../../model/analysis.ts';
import type { MessageKey } from '../../model/messages/message.ts';
import { deviceSummary } from '../devices/schemas.ts';
import {
  count,
  IN_ORDER,
  id,
  inOrder,
  instant,
  list,
  scope,
  scopeQuery,
  vlanOrNone,
  whole,
  withRange,
} from '../schemas.ts';
import { label } from '../topology/schemas.ts';

export const dashboardQuery = scopeQuery;
export const protocolsQuery = scopeQuery;

export const talkersQuery = z
  .strictObject({ ...scope, limit: whole(1, 1000).default(10) })
  .refine(inOrder, IN_ORDER)
  .transform(withRange);

/** Everybody's, or of one device, VLAN or protocol. */
export const bandwidthQuery = z
  .strictObject({
    ...scope,
    device: id.exactOptional(),
    vlan: vlanOrNone.exactOptional(),
    protocol: z.string().min(1).max(200).exactOptional(),
    maxPoints: whole(10, 5000).default(300),
  })
  .refine(inOrder, IN_ORDER)
  .refine(
    ({ device, vlan, protocol }) => [device, vlan, protocol].filter((it) => it !== undefined).length <= 1,
    {
      path: ['device'],
      message: 'expected.one-of-three' satisfies MessageKey,
    },
  )
  .transform(({ device, vlan, protocol, ...rest }) => ({
    ...withRange(rest),
    of: ofWhom(device, vlan, protocol),
  }));

function ofWhom(device: string | undefined, vlan: number | null | undefined, protocol: string | undefined) {
  if (device !== undefined) return { device };
  if (vlan !== undefined) return { vlan };
  return protocol === undefined ? null : { protocol };
}

export const bandwidth = z.object({
  stepSeconds: count,
  points: list(z.object({ at: instant, packets: count, bytes: count, packetsBack: count, bytesBack: count })),
});

export const protocols = z.object({
  items: list(
    z.object({ protocol: z.string(), appProtocol: z.string().nullable(), packets: count, bytes: count }),
  ),
});

export const talkers = z.object({
  items: list(
    z.object({
      device: z.string(),
      packetsSent: count,
      bytesSent: count,
      packetsReceived: count,
      bytesReceived: count,
      label,
    }),
  ),
});

const evidence = z.object({ source: z.string(), at: z.string(), packet: count, file: count });

export const dashboard = z.object({
  /** In the inventory; `active` ones have traffic in the range, `new24h` ones were first seen in the last 24 hours. */
  devices: z.object({ total: count, active: count, flagged: count, new24h: count }),
  flows: count,
  packets: count,
  bytes: count,
  vlans: count,
  captures: count,
  firstHour: instant.nullable(),
  lastHour: instant.nullable(),
  newestDevices: list(deviceSummary),
  findingsTotal: count,
  /** The gravest 20, the gravest first; of all captures, or of the one asked for. */
  findings: list(
    z.object({
      captureId: z.string(),
      captureName: z.string(),
      kind: z.string(),
      severity: z.enum(SEVERITIES),
      message: z.string(),
      evidence: list(evidence),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
});
