/** WebAssembly as far as it is used here: neither Node's nor ECMAScript's types describe it. */

declare const WebAssembly: {
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly CompileError: ErrorConstructor;
};

const PAGE_BYTES = 65_536;

/** Its memory: may be handed to another thread. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
}

/** Memory of at least so many bytes, all zero and none of it taken yet. Throws RangeError when there is not so much address space. */
export function createMemory(bytes: number): SharedMemory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/**
 * What an instance on `memory` of a program exports. Each thread has its own. `base64`: the program; `env`: what it calls besides. Throws what
 * `isUnsupported` knows.
 */
export function instantiate(base64: string, memory: SharedMemory, env: object = {}): unknown {
  const module = new WebAssembly.Module(bytesOf(base64));
  return new WebAssembly.Instance(module, { env: { ...env, memory } }).exports;
}

/** Whether that was thrown because this machine has no WebAssembly, not what the program needs of it, or not so much address space. */
export function isUnsupported(error: unknown): boolean {
  if (error instanceof RangeError || error instanceof ReferenceError) return true;
  return error instanceof WebAssembly.CompileError;
}

function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
