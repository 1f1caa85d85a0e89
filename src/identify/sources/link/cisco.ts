/** What Cisco's version banner says: it is CDP's software version and LLDP's system description alike. */
export interface CiscoBanner {
  /** `Cisco IOS`, `Cisco IOS XE`, `Cisco IOS XR`, `Cisco NX-OS`. */
  readonly os: string;
  /** `12.2(44)SE`. */
  readonly version: string;
}

const SOFTWARE =
  /\bCisco (?:Internetwork Operating System|(IOS[ -]?X[ER]|IOS|NX-OS|Nexus Operating System))/i;
const VERSION = /\bVersion:? ([0-9][^\s,]{0,40})/i;

/** Reads the banner; `null` when it is none of Cisco's operating systems. */
export function readCiscoBanner(text: string): CiscoBanner | null {
  const software = SOFTWARE.exec(text);
  const version = VERSION.exec(text);
  if (software === null || version === null) return null;
  const family = software[1]?.toUpperCase().replace(/IOS[ -]?X/, 'IOS X') ?? 'IOS';
  const name = family.startsWith('NEXUS') ? 'NX-OS' : family;
  return { os: `Cisco ${name}`, version: version[1] };
}
