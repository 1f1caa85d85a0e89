/** What a command ends with (documented in `vigie --help`). */
export const EXIT = { ok: 0, failure: 1, badInput: 2, usage: 64 } as const;

/**
 * An input that is not what it claims to be. The message is one line that names the thing,
 * the place, what was expected and what was found, so that it can be shown as it is.
 */
export class InputError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number = EXIT.badInput) {
    super(message);
    this.name = 'InputError';
    this.exitCode = exitCode;
  }
}

/** Whether it is one, of this copy of the class or of another: each bundle has its own. */
export function isInputError(error: unknown): error is InputError {
  return error instanceof Error && error.name === 'InputError' && 'exitCode' in error;
}
