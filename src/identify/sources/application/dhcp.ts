import { ipText, parseIp } from '../../../base/ip.ts';
import { isGroupMac, type Mac } from '../../../base/mac.ts';
import type { DhcpMessage } from '../../../wire/dissect/application/dhcp.ts';
import { HOPS_INITIAL } from '../../hop-kinds.ts';
import { hopLimitEvidence } from '../../hop-limit.ts';
import type { Context, IdentitySink, IdentitySource } from '../../sighting.ts';
import { about } from '../say.ts';
import { addressOf } from '../speaker.ts';
import { fingerprintOs, vendorClassFacts } from './dhcp-rules.ts';

/** A client says its own name; people type some of them. */
const SELF = 0.9;
const SERVER_AT_WORK = 0.95;
/** What the server hands to its clients, not what they are. */
const HANDED_OUT = 0.6;
const NAMED_BY_SERVER = 0.7;
/** The name Android 9 and earlier made up when nobody set one. */
const ANDROID_NAME = /^android-[0-9a-f]{16}$/;
const SERVER_PORT = 67;
const CLIENT_PORT = 68;

/** DHCP: clients describe themselves under chaddr, which survives relays; servers show themselves. */
export const dhcp: IdentitySource<'dhcp', DhcpMessage> = {
  protocol: 'dhcp',

  observe(message, context, sink) {
    const client = message.clientMac;
    const clientMac = client === null || isGroupMac(client) ? null : client;
    if (message.op === 'request') {
      if (clientMac !== null) observeClient(message, clientMac, context, sink);
    } else {
      observeServer(message, clientMac, context, sink);
    }
  },
};

function observeClient(message: DhcpMessage, mac: Mac, context: Context, sink: IdentitySink): void {
  const say = about({ mac }, context, sink);
  say('name', message.hostName, SELF, 'dhcp option 12');
  say('name', message.fqdn, SELF, 'dhcp option 81');
  if (message.hostName !== null && ANDROID_NAME.test(message.hostName)) {
    say('os', 'Android', 0.8, 'dhcp option 12');
  }
  say('dhcpVendorClass', message.vendorClass, SELF, 'dhcp option 60');
  for (const fact of vendorClassFacts(message.vendorClass ?? '')) {
    say(fact.attribute, fact.value, fact.confidence, 'dhcp option 60');
  }
  const fingerprint = message.parameterList.join(',');
  say('dhcpFingerprint', fingerprint, SELF, 'dhcp option 55');
  say('os', fingerprintOs(fingerprint), 0.8, 'dhcp option 55');
}

function observeServer(
  message: DhcpMessage,
  clientMac: Mac | null,
  context: Context,
  sink: IdentitySink,
): void {
  const type = message.messageType;
  if (type !== 'OFFER' && type !== 'ACK' && type !== 'NAK') return;
  observeServerItself(message, context, sink);
  if (clientMac !== null && type === 'ACK') {
    about({ mac: clientMac }, context, sink)('domain', message.domain, HANDED_OUT, 'dhcp option 15');
  }
  // Between server and relay the frame's VLAN is not the client's.
  if (context.dstPort === SERVER_PORT || type === 'NAK') return;
  for (const router of message.routers) {
    const named = addressOf(parseIp(router), context);
    if (named !== null) about(named, context, sink)('role', 'router', NAMED_BY_SERVER, 'dhcp option 3');
  }
  const ip = message.yourAddress === null ? null : parseIp(message.yourAddress);
  if (type === 'ACK' && clientMac !== null && ip !== null) {
    const { vlan, at, packet } = context;
    sink.claim({ mac: clientMac, ip, vlan, source: 'dhcp', at, packet });
  }
}

function observeServerItself(message: DhcpMessage, context: Context, sink: IdentitySink): void {
  const relayed = message.relayAddress !== null;
  const near = isNear(message, context);
  const serverId = message.serverId ?? (context.srcIp === null ? null : ipText(context.srcIp));
  if (serverId !== null) {
    const mac = relayed || near ? context.srcMac : null;
    const { vlan, at, packet } = context;
    const seen = { mac, serverId, vlan, relayed, at, packet };
    const toClient = relayed && context.dstPort === CLIENT_PORT;
    sink.dhcpServer(toClient ? { ...seen, toClient } : seen);
  }
  if (relayed) return;
  const server =
    near && context.srcMac !== null ? { mac: context.srcMac } : addressOf(context.srcIp, context);
  if (server === null) return;
  about(server, context, sink)('role', 'dhcp-server', SERVER_AT_WORK, `dhcp ${message.messageType}`);
}

/**
 * An un-relayed reply that no router forwarded. A client without an address is reached on its link only; the
 * answer to a renewal is plain unicast and may come from afar (RFC 2131 §4.3.2), then the MAC is a router's.
 */
function isNear(message: DhcpMessage, context: Context): boolean {
  if (message.messageType === 'OFFER') return true;
  if (context.dstMac !== null && isGroupMac(context.dstMac)) return true;
  return context.ttl !== null && hopLimitEvidence(context.ttl) === HOPS_INITIAL;
}
