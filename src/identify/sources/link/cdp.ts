import { parseIp } from '../../../base/ip.ts';
import { parseMac } from '../../../base/mac.ts';
import type { CdpMessage } from '../../../wire/dissect/link/cdp.ts';
import { CDP_CAPABILITY } from '../../../wire/dissect/link/cdp.ts';
import type { IdentitySource, Subject } from '../../sighting.ts';
import type { Say } from '../say.ts';
import { about } from '../say.ts';
import { addressOf } from '../speaker.ts';
import { readCiscoBanner } from './cisco.ts';

/** A device says this of itself and has no reason to be wrong; but anybody on the link can say it. */
const SELF = 0.9;
const DERIVED = 0.8;

/** Cisco's serial numbers: site, year and week, unit. */
const SERIAL = /^[A-Z]{3}\d{4}[0-9A-Z]{4}$/;

/**
 * The device id is the host name, `name(serial)` on NX-OS, `serial(name)` on CatOS, sometimes a bare serial
 * or MAC, which are no names.
 */
function readDeviceId(id: string): { name: string | null; serial: string | null } {
  const pair = /^([^()]+)\(([^()]+)\)$/.exec(id);
  if (pair !== null && SERIAL.test(pair[2])) return { name: pair[1], serial: pair[2] };
  if (pair !== null && SERIAL.test(pair[1])) return { name: pair[2], serial: pair[1] };
  if (SERIAL.test(id)) return { name: null, serial: id };
  return { name: parseMac(id) === null ? id : null, serial: null };
}

/** A telephone or a camera with a second port switches too: that does not make it a switch. */
function sayRoles(message: CdpMessage, say: Say): void {
  const bits = message.capabilities ?? 0;
  const source = 'cdp capabilities';
  // Access points call themselves transparent bridges, as some switches do: the platform tells.
  const isAccessPoint =
    (bits & (CDP_CAPABILITY.switch | CDP_CAPABILITY.phone)) === 0 &&
    /\b(?:AIR-|AP\d{3,4}|C91\d\dA|CW91\d\d)/i.test(message.platform ?? '');
  if (isAccessPoint) {
    say('role', 'access-point', SELF, 'cdp platform');
    return;
  }
  if ((bits & CDP_CAPABILITY.phone) !== 0) {
    say('role', 'phone', SELF, source);
    return;
  }
  if ((bits & CDP_CAPABILITY.camera) !== 0) {
    say('role', 'camera', SELF, source);
    return;
  }
  if ((bits & CDP_CAPABILITY.router) !== 0) say('role', 'router', SELF, source);
  if ((bits & CDP_CAPABILITY.switch) !== 0) say('role', 'switch', SELF, source);
  else if ((bits & CDP_CAPABILITY.transparentBridge) !== 0) say('role', 'switch', DERIVED, source);
}

function saySoftware(message: CdpMessage, say: Say): void {
  const version = message.softwareVersion;
  if (version === null) return;
  say('description', version, SELF, 'cdp software version');
  const banner = readCiscoBanner(version);
  if (banner !== null) {
    say('os', banner.os, DERIVED, 'cdp software version');
    say('firmware', banner.version, DERIVED, 'cdp software version');
  } else if (!/\s/.test(version)) {
    // Telephones and other small things send the image's name and nothing else.
    say('firmware', version, DERIVED, 'cdp software version');
  }
}

/** CDP: the sender describes itself. */
export const cdp: IdentitySource<'cdp', CdpMessage> = {
  protocol: 'cdp',

  observe(message, context, sink) {
    const addresses = [...new Set([...message.managementAddresses, ...message.addresses])];
    const subject: Subject | null =
      context.srcMac !== null
        ? { mac: context.srcMac }
        : addressOf(addresses.length > 0 ? parseIp(addresses[0]) : null, context);
    if (subject === null) return;
    const say = about(subject, context, sink);
    const id = message.deviceId === null ? null : readDeviceId(message.deviceId);
    say('name', id?.name ?? null, SELF, 'cdp device id');
    say('serial', id?.serial ?? null, DERIVED, 'cdp device id');
    if (message.systemName !== id?.name) say('name', message.systemName, SELF, 'cdp system name');
    say('model', message.platform, SELF, 'cdp platform');
    if (/^cisco\b/i.test(message.platform ?? '')) say('vendor', 'Cisco', SELF, 'cdp platform');
    saySoftware(message, say);
    sayRoles(message, say);
    for (const address of addresses) say('managementAddress', address, SELF, 'cdp address');
    say('neighborPort', message.portId, SELF, 'cdp port id');
    if (message.nativeVlan !== null && message.nativeVlan > 0) {
      say('nativeVlan', String(message.nativeVlan), SELF, 'cdp native vlan');
    }
    say('location', message.location, SELF, 'cdp location');
  },
};
