import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { flow } from '../../../../src/api/flows/schemas.ts';
import { get } from '../../data/api.ts';

export type Flow = z.input<typeof flow>;
export type Endpoint = Flow['src'];

/** In URLs: capture and row name a flow for good. */
export const flowId = ({ capture, row }: Pick<Flow, 'capture' | 'row'>): string => `${capture}~${row}`;

export function partsOfFlowId(id: string): { readonly capture: string; readonly row: string } {
  const at = id.lastIndexOf('~');
  return { capture: id.slice(0, Math.max(at, 0)), row: id.slice(at + 1) };
}

/** `192.0.2.1:502`, `[2001:db8::1]:502`, a MAC without IP; `null` when there is neither. */
export function endpointText({ ip, mac, port }: Endpoint): string | null {
  if (ip === null) return mac;
  if (port === null) return ip;
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/** `100.40` with two tags, outer first, as Wireshark and switches say; `null` untagged. */
export function vlanText({ vlan, outerVlan }: Pick<Flow, 'vlan' | 'outerVlan'>): string | null {
  if (vlan === null) return null;
  return outerVlan === null ? String(vlan) : `${outerVlan}.${vlan}`;
}

/** To the microsecond, as far as the capture has it. */
export function durationSeconds({ firstSeen, lastSeen }: Pick<Flow, 'firstSeen' | 'lastSeen'>): number {
  return (microseconds(lastSeen) - microseconds(firstSeen)) / 1e6;
}

/** Of an ISO instant; `Date` keeps milliseconds only. Exact until the year 2255. */
export function microseconds(iso: string): number {
  const digits = /\.(\d+)/.exec(iso)?.[1] ?? '';
  return Math.floor(Date.parse(iso) / 1000) * 1e6 + Number(digits.padEnd(6, '0').slice(0, 6));
}

/** The flow of a panel whose row is not among those that are shown. */
export function useFlow(id: string | null) {
  const { capture, row } = partsOfFlowId(id ?? '');
  return useQuery({
    queryKey: ['flows', 'one', capture, row],
    queryFn: ({ signal }) =>
      get<Flow>(`/flows/${encodeURIComponent(capture)}/${encodeURIComponent(row)}`, {}, signal),
    enabled: id !== null,
  });
}
