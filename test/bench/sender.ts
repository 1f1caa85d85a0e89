/**
 * Sends made frames on one interface of the network namespace it is started in, as fast as asked: sendmmsg on
 * a packet socket. For benches between namespaces of our own only, hence bounded in count and time.
 *
 * Options: --interface name  --count frames  --rate frames per second (0: as fast as it goes)
 *          --seconds 60 (the longest it sends)  --flows 1024 (distinct conversations, sent in turn; above 1024 each
 *          has a MAC of its own)
 * Prints one line of JSON: { sent, ms, cpuMs }.
 */
import koffi from 'koffi';
import * as f from '../../src/wire/build/index.ts';
import { option } from './report.ts';

const MAX_COUNT = 2_000_000_000;
const MAX_SECONDS = 900;
const MAX_FLOWS = 4_000_000;
const FEW_FLOWS = 1024;
const FRAME_BYTES = 60; // 64 with the FCS
/** Frames per system call: enough to make its cost vanish, few enough to keep an even pace. */
const BATCH = 64;

// linux/socket.h, linux/if_packet.h
const AF_PACKET = 17;
const SOCK_RAW = 3;
const SOL_PACKET = 263;
const PACKET_QDISC_BYPASS = 20;
const ENOBUFS = 105;
/** sizeof(struct mmsghdr) and struct iovec where pointers are 64 bits wide. */
const MMSGHDR_BYTES = 64;
const IOVEC_BYTES = 16;

const libc = koffi.load('libc.so.6');
const socket = libc.func('int socket(int domain, int type, int protocol)');
const bind = libc.func('int bind(int fd, const void *address, uint32_t length)');
const setsockopt = libc.func(
  'int setsockopt(int fd, int level, int name, const void *value, uint32_t length)',
);
const sendmmsg = libc.func('int sendmmsg(int fd, void *messages, uint32_t count, int flags)');
const ifNameToIndex = libc.func('uint32_t if_nametoindex(const char *name)');

/** Flow `i` of many, each from a MAC of its own: UDP between addresses of RFC 2544 (198.18.0.0/15). */
function distinctFrameOf(i: number): Uint8Array {
  const src = `198.${18 + ((i >> 16) & 1)}.${(i >> 8) & 255}.${i & 255}`;
  const mac = `02:00:00:${[i >> 16, i >> 8, i].map((n) => (n & 255).toString(16).padStart(2, '0')).join(':')}`;
  const ip = f.ipv4({ src, dst: '192.0.2.1', protocol: 17 }, f.udp(10_000 + (i >> 17), 9999, 'bench'));
  return f.pad(f.ethernet('00:00:5e:00:53:ff', mac, 0x800, ip), FRAME_BYTES);
}

/** Flow `i` of few: UDP or TCP between documentation addresses; every eighth carries a VLAN tag. */
function frameOf(i: number): Uint8Array {
  const src = `192.0.2.${1 + (i % 250)}`;
  const ports = { srcPort: 10_000 + i, dstPort: 443 };
  const ip =
    i % 2 === 0
      ? f.ipv4({ src, dst: '198.51.100.1', protocol: 17 }, f.udp(ports.srcPort, 53, 'bench'))
      : f.ipv4({ src, dst: '198.51.100.2', protocol: 6 }, f.tcp(ports));
  const mac = `00:00:5e:00:53:${(i % 200).toString(16).padStart(2, '0')}`;
  const target = '00:00:5e:00:53:ff';
  return i % 8 === 0
    ? f.pad(f.ethernet(target, mac, 0x8100, f.vlan({ id: 10 + (i % 4) }, 0x800, ip)), FRAME_BYTES)
    : f.pad(f.ethernet(target, mac, 0x800, ip), FRAME_BYTES);
}

/** All frames, and one `struct mmsghdr` with one `struct iovec` for each. Keep both referenced. */
function messages(): { frames: Uint8Array; vectors: Uint8Array; headers: Uint8Array } {
  const frames = new Uint8Array(flows * FRAME_BYTES);
  const vectors = new Uint8Array(flows * IOVEC_BYTES);
  const headers = new Uint8Array(flows * MMSGHDR_BYTES);
  const vector = new DataView(vectors.buffer);
  const header = new DataView(headers.buffer);
  const base = koffi.address(frames);
  for (let i = 0; i < flows; i++) {
    const frame = flows > FEW_FLOWS ? distinctFrameOf(i) : frameOf(i);
    frames.set(frame, i * FRAME_BYTES);
    vector.setBigUint64(i * IOVEC_BYTES, base + BigInt(i * FRAME_BYTES), true);
    vector.setBigUint64(i * IOVEC_BYTES + 8, BigInt(frame.length), true);
    // msg_iov and msg_iovlen
    header.setBigUint64(i * MMSGHDR_BYTES + 16, koffi.address(vectors) + BigInt(i * IOVEC_BYTES), true);
    header.setBigUint64(i * MMSGHDR_BYTES + 24, 1n, true);
  }
  return { frames, vectors, headers };
}

const name = option('interface', '');
const count = Math.min(MAX_COUNT, Number(option('count', '1000000')));
const rate = Number(option('rate', '0'));
const maxMs = Math.min(MAX_SECONDS, Number(option('seconds', '60'))) * 1000;
// whole batches
const flows = Math.ceil(Math.min(MAX_FLOWS, Number(option('flows', String(FEW_FLOWS)))) / BATCH) * BATCH;
if (koffi.sizeof('void *') !== 8) throw new Error('the sender is written for 64-bit machines');

const fd = socket(AF_PACKET, SOCK_RAW, 0);
const address = new Uint8Array(20);
new Uint16Array(address.buffer)[0] = AF_PACKET;
new Int32Array(address.buffer)[1] = ifNameToIndex(name);
if (fd < 0 || bind(fd, address, address.length) < 0) throw new Error(`cannot send on '${name}'`);
const on = new Uint8Array(new Int32Array([1]).buffer);
setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, on, on.length);

const { frames, vectors, headers } = messages();
const batches = Array.from({ length: flows / BATCH }, (_, i) =>
  headers.subarray(i * BATCH * MMSGHDR_BYTES, (i + 1) * BATCH * MMSGHDR_BYTES),
);
const started = performance.now();
const cpuBefore = process.cpuUsage();
let sent = 0;
for (let turn = 0; sent < count; ) {
  const elapsed = performance.now() - started;
  if (elapsed > maxMs) break;
  const due = rate === 0 ? count : Math.min(count, Math.floor((elapsed * rate) / 1000));
  if (due - sent < Math.min(BATCH, count - sent)) continue; // spin: the pace is finer than any timer
  const done: number = sendmmsg(fd, batches[turn], Math.min(BATCH, count - sent), 0);
  if (done < 0 && koffi.errno() !== ENOBUFS) throw new Error(`sendmmsg: errno ${koffi.errno()}`);
  sent += Math.max(0, done);
  turn = (turn + 1) % batches.length;
}
const ms = performance.now() - started;
const { user, system } = process.cpuUsage(cpuBefore);
// `frames` and `vectors` are reached through addresses only: without this they could be collected
if (frames.length === 0 || vectors.length === 0) throw new Error('nothing to send');
console.log(JSON.stringify({ sent, ms, cpuMs: (user + system) / 1000 }));
