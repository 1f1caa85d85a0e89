import { getSystemErrorMap } from 'node:util';
import { isMessageKey, type Message, say } from '../../../model/messages/message.ts';
import { ReadingRefusal } from '../../../model/messages/refusal.ts';

/** Bytes a C function reads or writes; or an address. */
type Pointer = Uint8Array | bigint | null;

/**
 * The C library calls that capturing takes; each returns what the C function does, and `errno` is to be
 * read right after a failure. There is no call here that sends.
 */
export interface Libc {
  socket(domain: number, type: number, protocol: number): number;
  setsockopt(fd: number, level: number, name: number, value: Pointer, length: number): number;
  getsockopt(fd: number, level: number, name: number, value: Pointer, length: Pointer): number;
  bind(fd: number, address: Pointer, length: number): number;
  getsockname(fd: number, address: Pointer, length: Pointer): number;
  ioctl(fd: number, request: number, argument: Pointer): number;
  mmap(at: Pointer, length: number, protection: number, flags: number, fd: number, offset: number): bigint;
  munmap(at: Pointer, length: number): number;
  close(fd: number): number;
  getpagesize(): number;
  /** CPU or wall clocks: `clock` is a clockid_t, `time` a struct timespec. */
  clock_gettime(clock: number, time: Pointer): number;
  /** 0 when there is no such interface. */
  if_nametoindex(name: string): number;
  errno(): number;
  readonly pointerBytes: number;
  /** One ArrayBuffer over memory that is not ours to free: must not be touched once unmapped. */
  view(at: bigint, length: number): ArrayBuffer;
  /** Address of a buffer, valid while it is referenced. */
  address(bytes: Uint8Array): bigint;
}

let loading: Promise<Libc> | null = null;

/** Loads koffi (30 ms) and binds the functions, once, when first needed. Linux only. */
export function loadLibc(): Promise<Libc> {
  loading ??= bind();
  return loading;
}

async function bind(): Promise<Libc> {
  let koffi: typeof import('koffi');
  try {
    koffi = (await import('koffi')).default as unknown as typeof import('koffi');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReadingRefusal(say('ring.koffi', { reason }));
  }
  const library = open(koffi);
  return {
    socket: library.func('int socket(int domain, int type, int protocol)'),
    setsockopt: library.func(
      'int setsockopt(int fd, int level, int name, const void *value, uint32_t length)',
    ),
    getsockopt: library.func('int getsockopt(int fd, int level, int name, void *value, void *length)'),
    bind: library.func('int bind(int fd, const void *address, uint32_t length)'),
    getsockname: library.func('int getsockname(int fd, void *address, void *length)'),
    ioctl: library.func('int ioctl(int fd, unsigned long request, void *argument)'),
    mmap: library.func('void *mmap(void *at, size_t length, int protection, int flags, int fd, long offset)'),
    munmap: library.func('int munmap(void *at, size_t length)'),
    close: library.func('int close(int fd)'),
    getpagesize: library.func('int getpagesize()'),
    clock_gettime: library.func('int clock_gettime(int clock, void *time)'),
    if_nametoindex: library.func('uint32_t if_nametoindex(const char *name)'),
    errno: () => koffi.errno(),
    pointerBytes: koffi.sizeof('void *'),
    view: (at, length) => koffi.view(at, length),
    address: (bytes) => koffi.address(bytes),
  };
}

function open(koffi: typeof import('koffi')): ReturnType<typeof koffi.load> {
  if (process.platform !== 'linux')
    throw new ReadingRefusal(say('ring.linux', { platform: process.platform }));
  try {
    return koffi.load('libc.so.6');
  } catch {
    return koffi.load(null); // musl: the C library is in the process, under another name
  }
}

/** `EPERM, operation not permitted`. */
export function errnoSaid(errno: number): Message {
  const [name, text] = getSystemErrorMap().get(-errno) ?? [`errno ${errno}`, 'unknown error'];
  const key = `errno.${name}`;
  return isMessageKey(key) ? { key, params: {} } : say('errno.other', { text: `${name}, ${text}` });
}
