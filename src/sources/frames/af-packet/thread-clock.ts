import { loadLibc } from './libc.ts';

// linux/time.h
const CLOCK_THREAD_CPUTIME_ID = 3;

/**
 * A clock of the processor time, in seconds, that the calling thread has used, in user space and in the kernel on its
 * behalf (clock_gettime(2)). Node.js tells that of the whole process only: here a capture worker's share is told from
 * that of the main thread, which draws. V8's helper threads (garbage collection, compilation) are not in it.
 */
export async function threadClock(): Promise<() => number> {
  const libc = await loadLibc();
  const time = new Uint8Array(16);
  // struct timespec: two longs, of the size of a pointer
  const parts = libc.pointerBytes === 8 ? new BigInt64Array(time.buffer) : new Int32Array(time.buffer);
  return () => {
    libc.clock_gettime(CLOCK_THREAD_CPUTIME_ID, time);
    return Number(parts[0]) + Number(parts[1]) / 1e9;
  };
}
