import { INNER_NONE, type Packet } from './packet.ts';

/** Announces the packet `[at, end)` inside this one; nothing when it has no byte left. */
export function announceInner(
  packet: Packet,
  kind: number,
  tunnel: number,
  at: number,
  end: number,
  declaredEnd: number,
): void {
  packet.innerKind = at < end ? kind : INNER_NONE;
  packet.innerTunnel = tunnel;
  packet.innerAt = at;
  packet.innerEnd = end;
  packet.innerDeclaredEnd = declaredEnd;
}
