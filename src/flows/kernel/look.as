/**
 * The third part of the kernel: payloads of which nobody wants to know more than a name that is known already, or nothing. Nothing
 * is decided here that wire/dissect would decide otherwise: what is not as plain as this, they read there. Only conversations
 * of which they have read nothing yet: what they have seen of the others has its say (STATE_LOOKED).
 */

/** What TypeScript tells (look-tables.ts): numbers of the applications `tls` and `dns`. */
const APP_TLS: u32 = 0;
const APP_DNS: u32 = 4;
/** For TCP and UDP: which payloads they want to look into there. Words of signatures, whether text is one, ports (bits), signatures. */
const WANTED_TCP: u32 = 64;
const WANTED_UDP: u32 = 10240;
const SIGNATURE_WORDS: u32 = 0;
const TEXT: u32 = 4;
const WANTED_PORTS: u32 = 64;
const SIGNATURES: u32 = WANTED_PORTS + 65536 / 8;
/** Whether what was said before may go unsaid: not when there was no room for some of it, because that is counted. */
const MAY_SKIP: u32 = 8;
/** Server names. */
const KNOWN_NAMES: u32 = 20480;
/** Of a name: its hash, its number (0: nothing is here), its length (u8), its bytes. */
const NAME_BYTES: u32 = 64;
const NAME_NUMBER: u32 = 4;
const NAME_LENGTH: u32 = 8;
const NAME_TEXT: u32 = 9;
const LONGEST_NAME: u32 = NAME_BYTES - NAME_TEXT;
const NAMES_MASK: u32 = 4095;

/** Servers of DNS: address (IPv4), tags as in a slot, since when it is known (f64); 0 where none is. */
const KNOWN_SERVERS: u32 = KNOWN_NAMES + (NAMES_MASK + 1) * NAME_BYTES;
const SERVER_BYTES: u32 = 16;
const SERVER_TAGS: u32 = 4;
const SERVER_SINCE: u32 = 8;
const SERVERS_SHIFT: u32 = 22;

const PORT_DNS: u32 = 53;
/** Both ports of mDNS, which announces the same again and again. */
const PORTS_MDNS: u32 = (5353 << 16) | 5353;
const TYPE_A: u32 = 1;
const TYPE_AAAA: u32 = 28;
/** The label `arpa`, in lower case, without its length. */
const ARPA: u32 = 0x61707261;
/** No dissector of datagrams has a port above this one. */
const LAST_DISSECTED_PORT: u32 = 5355;

/** Where the payload of a staged frame lies. */
function payloadOf(frame: u32): u32 {
  return load<u32>(frame, RECORD) + RECORD_HEADER + (load<u32>(frame, CAPTURED) >> PAYLOAD_SHIFT);
}

/** Where what was captured of it ends. */
function payloadEnd(frame: u32, at: u32): u32 {
  const captured = load<u32>(frame, RECORD) + RECORD_HEADER + (load<u32>(frame, CAPTURED) & LENGTH_MASK);
  return min(at + <u32>load<u16>(frame, PAYLOAD_BYTES), captured);
}

/** Looks into the payload of a staged frame for the conversation in `slot`. False, and nothing is changed, when others have to. */
function lookInto(slot: u32, frame: u32): bool {
  const at = payloadOf(frame);
  const end = payloadEnd(frame, at);
  const ports = load<u32>(frame, PORTS);
  const left = <u32>load<u8>(slot, 123);
  if (left != INSPECT_ALWAYS && isUnwanted(looks + (isTcp(frame) ? WANTED_TCP : WANTED_UDP), ports, at, end)) {
    store<u8>(slot, left - 1, 123);
    return true;
  }
  if (isTcp(frame)) return lookForServer(slot, at, end);
  const source = ports >> 16;
  const target = ports & 0xffff;
  if (target == PORT_DNS && source > LAST_DISSECTED_PORT) return lookForQuery(slot, at, end);
  return source == PORT_DNS && target > LAST_DISSECTED_PORT && lookForAnswers(slot, frame, at, end);
}

/**
 * Whether the frame, which was just counted, says what its conversation's last announcement of mDNS said, and later. Of things
 * said again nobody asks more than when they were said first (identify/tables/sightings.ts also counts them, for no output), so
 * the inventory need not hear of them.
 */
function isSaidAgain(slot: u32, direction: u32, frame: u32): bool {
  if (load<u32>(frame, PORTS) != PORTS_MDNS || direction != 0 || isTcp(frame)) return false;
  const at = payloadOf(frame);
  const end = payloadEnd(frame, at);
  let hash = <u64>(end - at) + 1;
  let next = at;
  for (; next + 8 <= end; next += 8) hash = mix(hash ^ load<u64>(next));
  for (; next < end; next++) hash = mix(hash ^ <u64>load<u8>(next));
  // Where TCP has its next sequence numbers.
  const isSame = load<u64>(slot, 32) == hash;
  store<u64>(slot, hash, 32);
  return isSame && load<u32>(looks, MAY_SKIP) != 0 && load<f64>(slot, 80) == load<f64>(frame, TIME);
}

/** wanted.ts: no dissector and no hint has one of the ports, or knows what the payload begins with. */
function isUnwanted(wanted: u32, ports: u32, at: u32, end: u32): bool {
  if (isWantedPort(wanted, ports & 0xffff) || isWantedPort(wanted, ports >> 16)) return false;
  if (load<u32>(wanted, TEXT) != 0 && at + 3 <= end && isText(at) && isText(at + 1) && isText(at + 2)) return false;
  const last = wanted + SIGNATURES + load<u32>(wanted, SIGNATURE_WORDS) * 4;
  for (let signature = wanted + SIGNATURES; signature < last; signature += 12) {
    const from = at + load<u32>(signature);
    if (from + 4 <= end && (be32(from) & load<u32>(signature, 4)) == load<u32>(signature, 8)) return false;
  }
  return true;
}

function isWantedPort(wanted: u32, port: u32): bool {
  return ((<u32>load<u8>(wanted + WANTED_PORTS + (port >> 3)) >> (port & 7)) & 1) != 0;
}

function isText(at: u32): bool {
  return <u32>load<u8>(at) - 0x20 < 0x5f;
}

function mix(word: u64): u64 {
  const product = word * 0x9e3779b97f4a7c15;
  return product ^ (product >> 32);
}

/** Whether the conversation has no other application than this; then it has it. */
function setApp(slot: u32, app: u32): bool {
  const known = <u32>load<u16>(slot, 124);
  if (known == 0) store<u16>(slot, app, 124);
  return known == 0 || known == app;
}

/** A query of DNS (RFC 1035 §4): its first question is whole and without pointers. It tells nothing of anybody. */
function lookForQuery(slot: u32, at: u32, end: u32): bool {
  const isQuery = at + 12 <= end && load<u8>(at, 2) < 0x80 && load<u16>(at, 4) != 0;
  return isQuery && afterQuestion(at, end) != 0 && setApp(slot, load<u32>(looks, APP_DNS));
}

/**
 * A response whose answers name no host of the site (identify/sources/names/dns.ts), from a server that is known to be one. All of
 * them have to be whole.
 */
function lookForAnswers(slot: u32, frame: u32, at: u32, end: u32): bool {
  const isResponse = at + 12 <= end && load<u8>(at, 2) >= 0x80 && be16(at + 4) == 1;
  if (!isResponse || !isKnownServer(frame) || namesReverse(at, end)) return false;
  let next = afterQuestion(at, end);
  if (next == 0) return false;
  for (let left = be16(at + 6); left > 0; left--) {
    next = afterName(next, end, true);
    if (next == 0 || next + 10 > end) return false;
    const type = be16(next);
    const length = be16(next + 8);
    const data = next + 10;
    next = data + length;
    if (next > end) return false;
    if (type == TYPE_A && length == 4 && isPrivate(be32(data))) return false;
    if (type == TYPE_AAAA && length == 16 && be32(data) >> 25 == 0x7e) return false;
  }
  return setApp(slot, load<u32>(looks, APP_DNS));
}

/** Where the only question of a message ends, 0 when it is not whole or has a pointer. */
function afterQuestion(at: u32, end: u32): u32 {
  const next = afterName(at + 12, end, false);
  return next == 0 || next + 4 > end ? 0 : next + 4;
}

/** Where a name ends, 0 when it is none. What a pointer leads to is not looked at. */
function afterName(at: u32, end: u32, mayPoint: bool): u32 {
  let next = at;
  let bytes: u32 = 1;
  while (next < end) {
    const length = <u32>load<u8>(next);
    if (length == 0) return next + 1;
    if (length >= 0xc0) return mayPoint && next + 2 <= end ? next + 2 : 0;
    bytes += length + 1;
    if (length > 63 || bytes > 255) return 0;
    next += length + 1;
  }
  return 0;
}

/** Whether a label of the message may be `arpa`: then a name may stand for an address. */
function namesReverse(at: u32, end: u32): bool {
  for (let i = at + 12; i + 5 <= end; i++) {
    if (load<u8>(i) == 4 && (load<u32>(i, 1) | 0x20202020) == ARPA) return true;
  }
  return false;
}

/** isPrivateIpv4 of base/ip.ts. */
function isPrivate(ip: u32): bool {
  return ip >> 24 == 10 || ip >> 20 == 0xac1 || ip >> 16 == 0xc0a8 || ip >> 16 == 0xa9fe || ip >> 22 == 0x191;
}

function isKnownServer(frame: u32): bool {
  if ((load<u32>(frame, PROTOCOL) & 0xffff) != 0x0800 || load<u32>(looks, MAY_SKIP) == 0) return false;
  const ip = load<u32>(frame, SRC0);
  const tags = load<u32>(frame, TAGS);
  const known = looks + KNOWN_SERVERS + (((ip ^ tags) * 0x9e3779b1) >> SERVERS_SHIFT) * SERVER_BYTES;
  const since = load<f64>(known, SERVER_SINCE);
  return since != 0 && load<u32>(known) == ip && load<u32>(known, SERVER_TAGS) == tags && load<f64>(frame, TIME) >= since;
}

/** A whole TLS ClientHello in one record of one segment (RFC 8446 §4.1.2) that names a server whose name has a number. */
function lookForServer(slot: u32, at: u32, end: u32): bool {
  if (end - at < 48 || load<u8>(at) != 22 || load<u8>(at, 5) != 1 || !isTlsVersion(at + 1)) return false;
  const hello = at + 5;
  const record = be16(at + 3);
  const length = (be32(hello) & 0xffffff) + 4;
  if (hello + record > end || record > 18432 || length > record || !isTlsVersion(hello + 4)) return false;
  const helloEnd = hello + length;
  const session = hello + 38;
  if (session >= helloEnd || load<u8>(session) > 32) return false;
  const suites = session + 1 + load<u8>(session);
  if (suites + 2 > helloEnd) return false;
  const suitesBytes = be16(suites);
  const compression = suites + 2 + suitesBytes;
  if (suitesBytes == 0 || (suitesBytes & 1) != 0 || compression >= helloEnd) return false;
  const extensions = compression + 1 + load<u8>(compression);
  if (extensions + 2 > helloEnd) return false;
  const extensionsEnd = extensions + 2 + be16(extensions);
  if (extensionsEnd > helloEnd) return false;
  const name = serverName(extensions + 2, extensionsEnd);
  if (name == 0 || load<u32>(slot, 172) != 0 || !setApp(slot, load<u32>(looks, APP_TLS))) return false;
  store<u32>(slot, name, 172);
  store<u8>(slot, 0, 123);
  return true;
}

/** SSL 3.0 to TLS 1.3. */
function isTlsVersion(at: u32): bool {
  return load<u8>(at) == 3 && load<u8>(at, 1) <= 4;
}

/** Number of the first host name of the server_name extension (RFC 6066 §3), 0 when there is none or it is not known. */
function serverName(at: u32, end: u32): u32 {
  let next = at;
  while (next + 4 <= end) {
    const isServerName = load<u16>(next) == 0;
    const from = next + 4;
    next = from + be16(next + 2);
    if (next > end) return 0;
    if (isServerName) {
      const isHostName = from + 5 <= next && load<u8>(from, 2) == 0;
      const length = isHostName ? be16(from + 3) : 0;
      return from + 5 + length > next ? 0 : knownName(from + 5, length);
    }
  }
  return 0;
}

function knownName(at: u32, length: u32): u32 {
  if (length == 0 || length > LONGEST_NAME) return 0;
  let hash: u32 = 0x811c9dc5;
  for (let i: u32 = 0; i < length; i++) hash = (hash ^ <u32>load<u8>(at + i)) * 0x01000193;
  const known = looks + KNOWN_NAMES + (hash & NAMES_MASK) * NAME_BYTES;
  if (load<u32>(known) != hash || <u32>load<u8>(known, NAME_LENGTH) != length) return 0;
  for (let i: u32 = 0; i < length; i++) if (load<u8>(known + i, NAME_TEXT) != load<u8>(at + i)) return 0;
  return load<u32>(known, NAME_NUMBER);
}
