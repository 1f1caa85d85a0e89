import { NETBIOS_SUFFIX, type NetbiosName } from '../../../wire/dissect/names/netbios-name.ts';
import type { Say } from '../say.ts';

/** IIS registers `IS~HOST` and `INet~Services`, browsers a name with control bytes: none names anybody. */
const NOBODY = /[~*]|__MSBROWSE__/;

/** What having registered a NetBIOS name says of a host ([MS-NBTE] and Windows practice). */
export function sayNetbiosName(
  say: Say,
  name: NetbiosName,
  group: boolean,
  confidence: number,
  source: string,
): void {
  if (NOBODY.test(name.name)) return;
  const { suffix } = name;
  if (suffix === NETBIOS_SUFFIX.domainControllers && group) {
    say('role', 'domain-controller', confidence, source);
    say('domain', name.name, confidence, source);
  } else if (suffix === NETBIOS_SUFFIX.domainMasterBrowser && !group) {
    say('role', 'domain-controller', confidence * 0.8, source); // Samba without a domain registers it too
    say('domain', name.name, confidence, source);
  } else if (
    suffix === NETBIOS_SUFFIX.masterBrowser ||
    suffix === NETBIOS_SUFFIX.browserElections ||
    (suffix === NETBIOS_SUFFIX.workstation && group)
  ) {
    say('domain', name.name, confidence, source);
  } else if ((suffix === NETBIOS_SUFFIX.workstation || suffix === NETBIOS_SUFFIX.server) && !group) {
    say('name', name.name, confidence, source);
  }
}
