import { type Message, say } from '../../../model/messages/message.ts';
import { ReadingRefusal } from '../../../model/messages/refusal.ts';
import { type BpfProgram, OP } from '../filter/program.ts';
import { listInterfaces } from './interfaces.ts';
import { errnoSaid, type Libc } from './libc.ts';
import { requireLinkType } from './link-type.ts';
import { HEADROOM_BYTES } from './ring.ts';
import type { RingSettings } from './settings.ts';

// asm-generic/socket.h, linux/socket.h, linux/if_packet.h, linux/if_ether.h, linux/sockios.h, linux/if.h
const AF_PACKET = 17;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SO_ERROR = 4;
const SO_ATTACH_FILTER = 26;
const SOL_PACKET = 263;
const PACKET_ADD_MEMBERSHIP = 1;
const PACKET_RX_RING = 5;
const PACKET_STATISTICS = 6;
const PACKET_VERSION = 10;
const PACKET_RESERVE = 12;
const PACKET_IGNORE_OUTGOING = 23;
const TPACKET_V3 = 2;
const PACKET_MR_PROMISC = 1;
const ETH_P_ALL = 3;
const SIOCGIFFLAGS = 0x8913;
const SIOCGIFHWADDR = 0x8927;
const IFF_UP = 1;
const IFF_RUNNING = 0x40;
const IF_NAME_BYTES = 16;
const PROT_READ_WRITE = 3;
const MAP_SHARED = 1;
const MAP_PRIVATE_ANONYMOUS_FIXED = 0x02 | 0x20 | 0x10 | 0x4000; // and MAP_NORESERVE
const MAP_FAILED = [0xffff_ffff_ffff_ffffn, 0xffff_ffffn];
const ENODEV = 19;
const EPERM = 1;
const EACCES = 13;
const ENOMEM = 12;
const ENETDOWN = 100;

/** `down`: administratively, or no carrier. `gone`: the interface this socket is bound to was deleted. */
export type LinkState = 'up' | 'down' | 'gone';

export interface PacketStatistics {
  readonly received: number;
  readonly dropped: number;
  readonly freezes: number;
}

/**
 * One AF_PACKET socket with its ring (packet(7)), which only receives. All methods throw `InputError`s
 * that name the interface, what failed, why (errno), and what to do where there is something to do.
 */
export class PacketSocket {
  readonly #libc: Libc;
  readonly #name: string;
  readonly fd: number;
  #ring: { address: bigint; memory: ArrayBuffer } | null = null;

  /** Opens the socket. It receives nothing before `bindTo`: its protocol is 0. */
  constructor(libc: Libc, name: string) {
    this.#libc = libc;
    this.#name = name;
    this.fd = libc.socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
    if (this.fd < 0) this.#fail(say('ring.no-socket'));
  }

  /** Asks for TPACKET_V3, maps the ring and returns its memory, which `close` takes away. */
  createRing(settings: RingSettings): ArrayBuffer {
    const { blockSizeBytes, blockCount, blockTimeoutMs } = settings;
    const pageBytes = this.#libc.getpagesize();
    if (blockSizeBytes % pageBytes !== 0)
      throw new ReadingRefusal(say('ring.page-size', { page: pageBytes, found: blockSizeBytes }));
    this.#setInts(SOL_PACKET, PACKET_VERSION, 'TPACKET_V3', [TPACKET_V3]);
    this.#setInts(SOL_PACKET, PACKET_RESERVE, 'PACKET_RESERVE', [HEADROOM_BYTES]);
    // tpacket_req3: block size, block count, frame size, frame count, timeout, private bytes, features.
    // Frames take what they need; the frame size only has to divide the block.
    const frameBytes = Math.min(blockSizeBytes, 2048);
    const frameCount = (blockSizeBytes / frameBytes) * blockCount;
    const request = [blockSizeBytes, blockCount, frameBytes, frameCount, blockTimeoutMs, 0, 0];
    const ringBytes = blockSizeBytes * blockCount;
    const ring = say('ring.blocks', { count: blockCount, size: blockSizeBytes });
    this.#setInts(SOL_PACKET, PACKET_RX_RING, ring, request);
    const address = this.#libc.mmap(null, ringBytes, PROT_READ_WRITE, MAP_SHARED, this.fd, 0);
    if (MAP_FAILED.includes(address)) this.#fail(say('ring.no-map', { bytes: ringBytes }));
    this.#ring = { address, memory: this.#libc.view(address, ringBytes) };
    return this.#ring.memory;
  }

  /** SO_ATTACH_FILTER: frames that the program answers 0 for never reach the ring. */
  attachFilter(program: BpfProgram): void {
    const code = new Uint8Array(program.length * 8);
    const view = new DataView(code.buffer);
    const little = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
    for (const [i, step] of program.entries()) {
      view.setUint16(i * 8, step.code, little);
      view.setUint8(i * 8 + 2, step.jt);
      view.setUint8(i * 8 + 3, step.jf);
      view.setUint32(i * 8 + 4, step.k, little);
    }
    // struct sock_fprog: the length, then a pointer at a pointer's alignment
    const { pointerBytes } = this.#libc;
    const bytes = new Uint8Array(2 * pointerBytes);
    const header = new DataView(bytes.buffer);
    header.setUint16(0, program.length, little);
    if (pointerBytes === 8) header.setBigUint64(8, this.#libc.address(code), little);
    else header.setUint32(4, Number(this.#libc.address(code)), little);
    if (this.#libc.setsockopt(this.fd, SOL_SOCKET, SO_ATTACH_FILTER, bytes, bytes.length) < 0)
      this.#fail(say('ring.no-filter', { count: program.length }));
  }

  /** From now on no frame gets into the ring; those in it stay. */
  refuseAll(): void {
    this.attachFilter([{ code: OP.return, jt: 0, jf: 0, k: 0 }]);
  }

  /**
   * Starts receiving from the interface that has the name now, promiscuously if asked. Also moves a socket
   * whose interface was deleted to the one created since. Returns the interface's LINKTYPE_.
   */
  bindTo(options: { readonly promiscuous: boolean }): number {
    const linkType = this.linkType();
    const index = this.#libc.if_nametoindex(this.#name);
    if (index === 0) this.#fail(say('ring.no-index'));
    const address = this.#address(index);
    if (this.#libc.bind(this.fd, address, address.length) < 0) this.#fail(say('ring.no-bind'));
    // packet_mreq: interface, type, address length, address. It ends with the socket or the interface.
    if (options.promiscuous)
      this.#setInts(SOL_PACKET, PACKET_ADD_MEMBERSHIP, say('ring.promiscuous'), [
        index,
        new Uint32Array(new Uint16Array([PACKET_MR_PROMISC, 0]).buffer)[0],
        0,
        0,
      ]);
    return linkType;
  }

  /** Best effort (Linux 4.20): the frames this host sends on the interface are not captured. */
  ignoreOutgoing(): void {
    const on = new Uint8Array(new Int32Array([1]).buffer);
    this.#libc.setsockopt(this.fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, on, on.length);
  }

  linkType(): number {
    return requireLinkType(this.#name, this.deviceType());
  }

  /** ARPHRD_ number of the interface that has the name now. */
  deviceType(): number {
    return this.#interfaceRequest(SIOCGIFHWADDR) ?? this.#fail(say('ring.no-device-type'));
  }

  /** Index of the interface bound to, -1 once that was deleted. */
  boundIndex(): number {
    const address = new Uint8Array(32);
    const length = new Uint8Array(new Uint32Array([address.length]).buffer);
    if (this.#libc.getsockname(this.fd, address, length) < 0) return -1;
    return new Int32Array(address.buffer)[1];
  }

  /** Index of the interface that has the name now, 0 when none has. */
  currentIndex(): number {
    return this.#libc.if_nametoindex(this.#name);
  }

  state(): LinkState {
    if (this.boundIndex() <= 0) return 'gone';
    const flags = this.#interfaceRequest(SIOCGIFFLAGS);
    if (flags === null) return 'up'; // renamed: still bound to it, and frames keep coming
    return (flags & IFF_UP) !== 0 && (flags & IFF_RUNNING) !== 0 ? 'up' : 'down';
  }

  /** The interface went down since this was last asked, even if it is up again (SO_ERROR holds ENETDOWN). */
  wentDown(): boolean {
    const value = new Int32Array(1);
    const length = new Uint8Array(new Uint32Array([4]).buffer);
    this.#libc.getsockopt(this.fd, SOL_SOCKET, SO_ERROR, new Uint8Array(value.buffer), length);
    return value[0] === ENETDOWN;
  }

  /** Counts since the last call: reading resets them. `received` are the frames put into the ring. */
  takeStatistics(): PacketStatistics {
    const stats = new Uint32Array(3);
    const length = new Uint8Array(new Uint32Array([12]).buffer);
    const bytes = new Uint8Array(stats.buffer);
    if (this.#libc.getsockopt(this.fd, SOL_PACKET, PACKET_STATISTICS, bytes, length) < 0)
      this.#fail(say('ring.no-statistics'));
    // tp_packets counts the dropped ones too
    return { received: stats[0] - stats[1], dropped: stats[1], freezes: stats[2] };
  }

  /**
   * Closes the socket and takes the ring away. Its addresses are left readable, as zeroes that take no
   * memory, until no ArrayBuffer over them is left: a view kept by mistake then reads nothing instead of
   * bringing the process down (these buffers cannot be detached).
   */
  close(): void {
    if (this.#ring !== null) {
      const { address, memory } = this.#ring;
      this.#ring = null;
      const { byteLength } = memory;
      this.#libc.mmap(address, byteLength, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_FIXED, -1, 0);
      const libc = this.#libc;
      unmapLater.register(memory, () => libc.munmap(address, byteLength));
    }
    this.#libc.close(this.fd);
  }

  /** sockaddr_ll for all protocols of one interface. */
  #address(index: number): Uint8Array {
    const address = new Uint8Array(20);
    new Uint16Array(address.buffer)[0] = AF_PACKET;
    new DataView(address.buffer).setUint16(2, ETH_P_ALL); // network byte order
    new Int32Array(address.buffer)[1] = index;
    return address;
  }

  /** The 16-bit answer of an ifreq ioctl, `null` when there is no such interface. */
  #interfaceRequest(request: number): number | null {
    const ifreq = new Uint8Array(40);
    ifreq.set(new TextEncoder().encode(this.#name).subarray(0, IF_NAME_BYTES - 1));
    if (this.#libc.ioctl(this.fd, request, ifreq) < 0) return null;
    return new Uint16Array(ifreq.buffer)[IF_NAME_BYTES / 2];
  }

  #setInts(level: number, name: number, option: Message | string, values: readonly number[]): void {
    const bytes = new Uint8Array(new Uint32Array(values).buffer);
    if (this.#libc.setsockopt(this.fd, level, name, bytes, bytes.length) < 0)
      this.#fail(say('ring.no-option', { option }));
  }

  #fail(what: Message): never {
    const code = this.#libc.errno();
    const refused = { name: this.#name, what, errno: errnoSaid(code) };
    const advice = adviceFor(code);
    throw new ReadingRefusal(
      advice === null ? say('ring.refused', refused) : say('ring.refused-advice', { ...refused, advice }),
    );
  }
}

const unmapLater = new FinalizationRegistry((unmap: () => void) => unmap());

function adviceFor(errno: number): Message | null {
  switch (errno) {
    case EPERM:
    case EACCES:
      return say('ring.advice-right');
    case ENODEV: {
      const names = listInterfaces().map((entry) => entry.name);
      return say('ring.advice-name', { names });
    }
    case ENOMEM:
      return say('ring.advice-memory');
    default:
      return null;
  }
}
