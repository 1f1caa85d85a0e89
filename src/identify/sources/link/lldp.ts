import { parseIp } from '../../../base/ip.ts';
import type { LldpMessage } from '../../../wire/dissect/link/lldp.ts';
import { LLDP_CAPABILITY } from '../../../wire/dissect/link/lldp.ts';
import type { Context, IdentitySource, Subject } from '../../sighting.ts';
import type { Say } from '../say.ts';
import { about } from '../say.ts';
import { addressOf } from '../speaker.ts';
import { readCiscoBanner } from './cisco.ts';

/** A device says this of itself and has no reason to be wrong; but anybody on the link can say it. */
const SELF = 0.9;
/** Set once by people or at the factory and sometimes stale. */
const INVENTORY = 0.85;
const DERIVED = 0.7;
/** TIA-1057 §8.3: class III endpoints serve people directly, which mostly means telephones. */
const MED_CLASS_III = 3;

function subjectOf(message: LldpMessage, context: Context): Subject | null {
  const mac = context.srcMac ?? message.chassis.mac;
  if (mac !== null) return { mac };
  const ip = message.managementAddresses[0];
  return ip === undefined ? null : addressOf(parseIp(ip), context);
}

/**
 * Only enabled capabilities count. A telephone or an access point bridges too: that does not make it a switch.
 */
function sayRoles(message: LldpMessage, say: Say): void {
  const enabled = message.enabledCapabilities ?? 0;
  const source = 'lldp enabled capabilities';
  const isPhone = (enabled & LLDP_CAPABILITY.telephone) !== 0;
  const isAccessPoint = (enabled & LLDP_CAPABILITY.accessPoint) !== 0;
  if (isPhone) say('role', 'phone', SELF, source);
  if (isAccessPoint) say('role', 'access-point', SELF, source);
  if ((enabled & LLDP_CAPABILITY.router) !== 0) say('role', 'router', SELF, source);
  if ((enabled & LLDP_CAPABILITY.bridge) !== 0 && !isPhone && !isAccessPoint) {
    say('role', 'switch', SELF, source);
  }
  if (!isPhone && message.med?.deviceClass === MED_CLASS_III) {
    say('role', 'phone', DERIVED, 'lldp med device class');
  }
}

/** LLDP: the sender describes itself. Its chassis id is taken only on links without MACs. */
export const lldp: IdentitySource<'lldp', LldpMessage> = {
  protocol: 'lldp',

  observe(message, context, sink) {
    const subject = subjectOf(message, context);
    if (subject === null) return;
    const say = about(subject, context, sink);
    say('name', message.systemName, SELF, 'lldp system name');
    say('description', message.systemDescription, SELF, 'lldp system description');
    sayRoles(message, say);
    for (const address of message.managementAddresses) {
      say('managementAddress', address, SELF, 'lldp management address');
    }
    say('neighborPort', message.port?.text ?? null, SELF, 'lldp port id');
    if (message.portVlan !== null && message.portVlan > 0) {
      say('nativeVlan', String(message.portVlan), SELF, 'lldp port vlan id');
    }
    const banner = message.systemDescription === null ? null : readCiscoBanner(message.systemDescription);
    if (banner !== null) {
      say('os', banner.os, INVENTORY, 'lldp system description');
      say('firmware', banner.version, INVENTORY, 'lldp system description');
    }
    const med = message.med;
    if (med === null) return;
    say('vendor', med.manufacturer, INVENTORY, 'lldp med manufacturer');
    say('model', med.model, INVENTORY, 'lldp med model');
    say('serial', med.serial, INVENTORY, 'lldp med serial number');
    if (med.firmware !== null) say('firmware', med.firmware, INVENTORY, 'lldp med firmware revision');
    else say('firmware', med.software, INVENTORY, 'lldp med software revision');
  },
};
