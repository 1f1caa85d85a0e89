import type { Dissection } from '../../wire/dissect/index.ts';
import type { Context, IdentitySink, IdentitySource } from '../sighting.ts';
import { dhcp } from './application/dhcp.ts';
import { http } from './application/http.ts';
import { arp } from './link/arp.ts';
import { cdp } from './link/cdp.ts';
import { lldp } from './link/lldp.ts';
import { nd } from './link/nd.ts';
import { stp } from './link/stp.ts';
import { browser } from './names/browser.ts';
import { dns } from './names/dns.ts';
import { llmnr } from './names/llmnr.ts';
import { mdns } from './names/mdns.ts';
import { nbns } from './names/nbns.ts';

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
