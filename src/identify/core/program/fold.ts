/** What a conversation tells of its two ends. */
import type { f64, i32 } from '../../../base/machine.ts';
import { PROBE_ANSWERED } from '../../findings/probe-outcome.ts';
import {
  ADDRESS,
  begin,
  DST,
  MAC_HIGH,
  MAC_LOW,
  OWNER,
  protocol,
  SRC,
  sent,
  TCP,
  version,
  W0,
  W1,
  W2,
  W3,
} from './conversation.ts';
import { addEvidence } from './evidence.ts';
import { speak } from './interfaces.ts';
import { int } from './memory.ts';
import { addProbe, outcomeOf } from './probes.ts';
import { isFullOfAddresses, isFullOfMacs, seeAddress, seeMac } from './seen.ts';
import { addServices } from './services.ts';
import { addToVlan, countEnd } from './totals.ts';
import { findWho } from './who.ts';

/** Of what `fold` returns: the initiator's MAC, the responder's, was not seen before. */
export const NEW_SRC_MAC = 1;
export const NEW_DST_MAC = 2;

/**
 * Folds the conversation whose ends were told (`end`). `vlan`, `outerVlan`: -1 where there is no tag. `speaks`: bits for what
 * both speak besides IP. `toPort`: the responder's. `tunnel`: 0 outside. `service`: as in addServices; `isServiceTold`: it was
 * told before. Returns NEW_ bits.
 */
export function fold(
  vlan: i32,
  outerVlan: i32,
  ipVersion: i32,
  ipProtocol: i32,
  hasPorts: i32,
  toPort: i32,
  tunnel: i32,
  speaks: i32,
  firstPacket: f64,
  service: i32,
  isServiceTold: i32,
): i32 {
  begin(vlan, ipVersion, ipProtocol, toPort, tunnel, firstPacket);
  // A full set counts what it refuses, every time.
  const isFull = isFullOfMacs() || isFullOfAddresses();
  const isSrcKnown = findWho(SRC) && !isFull;
  const isDstKnown = findWho(DST) && !isFull;
  countEnd(SRC);
  countEnd(DST);
  if (vlan >= 0) addToVlan(outerVlan);
  let news = 0;
  if (!isSrcKnown && seeEnd(SRC)) news = NEW_SRC_MAC;
  if (!isDstKnown && seeEnd(DST)) news |= NEW_DST_MAC;
  if (ipVersion === 0) {
    speakBesidesIp(SRC, speaks);
    speakBesidesIp(DST, speaks);
    return news;
  }
  addEvidence();
  if (hasPorts !== 0) foldPorts(service, isServiceTold);
  return news;
}

/** What an end sent, and that it is there. Returns whether its MAC is new. */
function seeEnd(mine: i32): boolean {
  const high = int(mine + MAC_HIGH);
  const isNew = sent(mine) && high >= 0 && seeMac(high, int(mine + MAC_LOW)) === 1;
  if (version !== 0) seeAddress(version, int(mine + W0), int(mine + W1), int(mine + W2), int(mine + W3));
  return isNew;
}

function speakBesidesIp(mine: i32, speaks: i32): void {
  if (sent(mine) && int(mine + OWNER) >= 0) speak(int(mine + OWNER), speaks);
}

function foldPorts(service: i32, isServiceTold: i32): void {
  const outcome = outcomeOf();
  const isAnswered = sent(SRC) && sent(DST) && (protocol !== TCP || outcome === PROBE_ANSWERED);
  if (isAnswered && isServiceTold === 0) addServices(service);
  const isBetweenHosts = int(SRC + ADDRESS) >= 0 && int(DST + ADDRESS) >= 0;
  if (outcome !== 0 && isBetweenHosts) addProbe(outcome);
}
