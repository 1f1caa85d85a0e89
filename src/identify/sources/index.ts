import type { Dissection } from '../../wire/dissect/index.ts';
import type { Context, IdentitySink, IdentitySource } from '../sighting.ts';
import { arp } from './arp.ts';
import { browser } from './browser.ts';
import { cdp } from './cdp.ts';
import { dhcp } from './dhcp.ts';
import { dns } from './dns.ts';
import { http } from './http.ts';
import { lldp } from './lldp.ts';
import { llmnr } from './llmnr.ts';
import { mdns } from './mdns.ts';
import { nbns } from './nbns.ts';
import { nd } from './nd.ts';
import { stp } from './stp.ts';

type SourceOf<Member> = Member extends { readonly protocol: infer Name; readonly message: infer Message }
  ? IdentitySource<Name & string, Message>
  : never;

/** Every identity source. Of the dissected protocols only TLS has none: a hello names the server asked for. */
export const IDENTITY_SOURCES = [
  arp,
  nd,
  lldp,
  cdp,
  stp,
  dhcp,
  dns,
  mdns,
  llmnr,
  nbns,
  browser,
  http,
] as const satisfies readonly SourceOf<Dissection>[];

interface AnySource {
  readonly protocol: string;
  observe(message: never, context: Context, sink: IdentitySink): void;
}

const BY_PROTOCOL: ReadonlyMap<string, AnySource> = new Map(
  IDENTITY_SOURCES.map((source: AnySource) => [source.protocol, source]),
);

/** Hands a dissected message to its protocol's source; messages that say nothing of identity are ignored. */
export function observe(dissection: Dissection, context: Context, sink: IdentitySink): void {
  // The list's `satisfies` has checked that each source takes what its protocol's dissector gives.
  BY_PROTOCOL.get(dissection.protocol)?.observe(dissection.message as never, context, sink);
}
