import { parseIp } from '../../../base/ip.ts';
import {
  type BrowserAnnouncement,
  type BrowserMessage,
  SERVER_TYPE,
} from '../../../wire/dissect/names/browser.ts';
import { NETBIOS_SUFFIX } from '../../../wire/dissect/names/netbios-name.ts';
import type { IdentitySource } from '../../sighting.ts';
import { about, type Say } from '../say.ts';
import { isSender, speakerOf } from '../speaker.ts';
import { sayNetbiosName } from './netbios.ts';

const SELF = 0.9;
const DERIVED = 0.7;

/** Version numbers that Windows announces (Microsoft, "Operating System Version"): desktop and server. */
const WINDOWS: Readonly<Record<string, readonly [desktop: string, server: string]>> = {
  '4.0': ['Windows NT 4.0', 'Windows NT 4.0 Server'],
  '5.0': ['Windows 2000', 'Windows 2000 Server'],
  '5.1': ['Windows XP', 'Windows XP'],
  '5.2': ['Windows XP x64', 'Windows Server 2003'],
  '6.0': ['Windows Vista', 'Windows Server 2008'],
  '6.1': ['Windows 7', 'Windows Server 2008 R2'],
  '6.2': ['Windows 8', 'Windows Server 2012'],
  '6.3': ['Windows 8.1', 'Windows Server 2012 R2'],
  '10.0': ['Windows 10 or later', 'Windows Server 2016 or later'],
};

/** NetBIOS datagrams and the browser announcements in them: the sender names and describes itself. */
export const browser: IdentitySource<'nbdgm', BrowserMessage> = {
  protocol: 'nbdgm',

  observe(message, context, sink) {
    // Another address in the header: a distribution server or a NAT passed the datagram on.
    if (!isSender(parseIp(message.sourceAddress), context)) return;
    const subject = speakerOf(context, false);
    if (subject === null) return;
    const say = about(subject, context, sink);
    sayNetbiosName(say, message.sourceName, false, DERIVED, 'netbios datagram source name');
    if (message.announcement !== null) sayAnnouncement(message, message.announcement, say);
  },
};

function sayAnnouncement(message: BrowserMessage, announcement: BrowserAnnouncement, say: Say): void {
  const isElection = announcement.kind === 'election';
  const source = isElection ? 'browser election' : `browser ${announcement.kind} announcement`;
  if (announcement.kind === 'domain') {
    say('domain', announcement.name, DERIVED, source);
    return;
  }
  say('name', announcement.name, SELF, source);
  if (isElection) return;
  const { suffix } = message.destinationName;
  if (suffix === NETBIOS_SUFFIX.masterBrowser || suffix === NETBIOS_SUFFIX.browserElections) {
    sayNetbiosName(say, message.destinationName, true, DERIVED, source);
  }
  say('description', announcement.comment, DERIVED, source);
  saySystem(announcement, say, source);
}

function saySystem(announcement: BrowserAnnouncement, say: Say, source: string): void {
  const type = announcement.serverType ?? 0;
  const is = (bits: number) => (type & bits) !== 0;
  const isServer = is(
    SERVER_TYPE.ntServer | SERVER_TYPE.domainController | SERVER_TYPE.backupDomainController,
  );
  // Samba announces a Windows version of its choice, and that it runs on Unix.
  const version = announcement.osVersion ?? '';
  if (is(SERVER_TYPE.unix)) say('os', 'Unix (Samba)', DERIVED, source);
  else if (Object.hasOwn(WINDOWS, version)) say('os', WINDOWS[version][isServer ? 1 : 0], DERIVED, source);
  if (is(SERVER_TYPE.domainController | SERVER_TYPE.backupDomainController)) {
    say('role', 'domain-controller', SELF, source);
  } else if (is(SERVER_TYPE.ntServer)) {
    say('role', 'server', is(SERVER_TYPE.unix) ? 0.5 : DERIVED, source);
  } else if (is(SERVER_TYPE.ntWorkstation) && !is(SERVER_TYPE.unix)) {
    say('role', 'workstation', 0.5, source);
  }
}
