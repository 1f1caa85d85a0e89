export interface WasmProgram {
  readonly name: string;
  readonly files: readonly string[];
}
export const KERNEL: WasmProgram;
export const CORE: WasmProgram;
export function hashOf(program: WasmProgram): string;
