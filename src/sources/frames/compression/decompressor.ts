import type { Message } from '../../../model/messages/message.ts';

/** Takes compressed bytes in order and hands on what they hold. Memory is bounded whatever they hold. */
export interface Decompressor {
  /**
   * Resolves when everything in `bytes` was handed on. Once there is damage, what follows is ignored.
   * Rejects only with what taking the output threw.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** No more input: an unfinished stream becomes damage. */
  end(): void;
  /** What is wrong with the compressed data, with its compressed offset, or `null`. */
  readonly damage: Damage | null;
  /** Gives its memory back. Nothing may be called afterwards. */
  close(): void;
}

export interface Damage {
  readonly offset: number;
  /** `expected …, found …`. */
  readonly finding: Message;
  /** The data is sound and whole up to here, where the input ended in the middle of it. */
  readonly isCut: boolean;
}

/**
 * What takes the output: `push` gets bytes that are overwritten when it returns; `breathe` lets timers and
 * signals run when it has been long; once `stopped`, the rest is not wanted.
 */
export interface Output {
  push(bytes: Uint8Array): void;
  breathe(): Promise<void>;
  readonly stopped: boolean;
}
