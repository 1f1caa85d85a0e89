/** SIP (RFC 3261) with SDP (RFC 8866), RTP (RFC 3550). */
import { concat, u16, u32 } from '../../../wire/build/index.ts';
import type { Host } from '../cast/host.ts';
import { TELEPHONY } from '../plan.ts';
import type { Random } from '../random.ts';

export interface Call {
  readonly id: string;
  readonly from: Host;
  readonly to: Host;
  readonly tag: string;
}

const REALM = TELEPHONY.name;

function via(host: string, branch: string): string {
  return `Via: SIP/2.0/UDP ${host}:5060;branch=z9hG4bK${branch}`;
}

function message(first: string, headers: readonly string[], body = ''): Uint8Array {
  const type = body === '' ? [] : ['Content-Type: application/sdp'];
  return concat([first, ...headers, ...type, `Content-Length: ${body.length}`, '', body].join('\r\n'));
}

function sdp(host: Host, rtpPort: number): string {
  return [
    'v=0',
    `o=- 20261120 1 IN IP4 ${host.ip}`,
    's=-',
    `c=IN IP4 ${host.ip}`,
    't=0 0',
    `m=audio ${rtpPort} RTP/AVP 8 101`,
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-15',
    'a=ptime:20',
    'a=sendrecv',
    '',
  ].join('\r\n');
}

const address = (host: Host) => `<sip:${host.name}@${REALM}>`;

/** `sequence` is the CSeq number. */
export function sipRegister(phone: Host, id: string, sequence: number): Uint8Array {
  return message(`REGISTER sip:${REALM} SIP/2.0`, [
    via(phone.ip, `${id}r${sequence}`),
    'Max-Forwards: 70',
    `From: ${address(phone)};tag=${id}`,
    `To: ${address(phone)}`,
    `Call-ID: ${id}@${phone.ip}`,
    `CSeq: ${sequence} REGISTER`,
    `Contact: <sip:${phone.name}@${phone.ip}:5060>`,
    'User-Agent: Yealink SIP-T46U 108.86.0.20',
    'Expires: 3600',
  ]);
}

export function sipRegistered(phone: Host, id: string, sequence: number): Uint8Array {
  return message('SIP/2.0 200 OK', [
    via(phone.ip, `${id}r${sequence}`),
    `From: ${address(phone)};tag=${id}`,
    `To: ${address(phone)};tag=pabx`,
    `Call-ID: ${id}@${phone.ip}`,
    `CSeq: ${sequence} REGISTER`,
    `Contact: <sip:${phone.name}@${phone.ip}:5060>;expires=3600`,
  ]);
}

/** `hop` names the sender's leg. */
export function sipRequest(
  call: Call,
  method: 'INVITE' | 'ACK' | 'BYE',
  hop: string,
  rtpPort: number | null = null,
): Uint8Array {
  const sequence = method === 'BYE' ? 2 : 1;
  const body = rtpPort === null ? '' : sdp(call.from, rtpPort);
  return message(
    `${method} sip:${call.to.name}@${REALM} SIP/2.0`,
    [
      via(hop, `${call.id}${method.toLowerCase()}`),
      'Max-Forwards: 70',
      `From: ${address(call.from)};tag=${call.tag}`,
      `To: ${address(call.to)}`,
      `Call-ID: ${call.id}@${call.from.ip}`,
      `CSeq: ${sequence} ${method}`,
      `Contact: <sip:${call.from.name}@${call.from.ip}:5060>`,
    ],
    body,
  );
}

export function sipAnswer(
  call: Call,
  status: string,
  method: 'INVITE' | 'BYE',
  hop: string,
  rtpPort: number | null = null,
): Uint8Array {
  const sequence = method === 'BYE' ? 2 : 1;
  const body = rtpPort === null ? '' : sdp(call.to, rtpPort);
  return message(
    `SIP/2.0 ${status}`,
    [
      via(hop, `${call.id}${method.toLowerCase()}`),
      `From: ${address(call.from)};tag=${call.tag}`,
      `To: ${address(call.to)};tag=${call.tag}b`,
      `Call-ID: ${call.id}@${call.from.ip}`,
      `CSeq: ${sequence} ${method}`,
      `Contact: <sip:${call.to.name}@${call.to.ip}:5060>`,
    ],
    body,
  );
}

/** G.711 A-law, 20 ms. */
export function rtpPacket(random: Random, sequence: number, source: number, first: boolean): Uint8Array {
  return concat(
    [0x80, first ? 0x88 : 0x08],
    u16(sequence),
    u32((sequence * 160) >>> 0),
    u32(source),
    random.noise(160),
  );
}
