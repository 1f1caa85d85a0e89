import { EXIT, InputError } from '../../base/errors.ts';
import { asItIs, inRawWords, inWords, type Message, say } from './message.ts';

const LONGEST_VALUE = 200;

/** A field that is wrong: its path, what was found there and what was expected. */
export interface RefusedField {
  readonly path: string;
  /** `null`: nothing, or a secret. */
  readonly value: string | null;
  readonly expected: Message;
}

/** An input error that can be said in every language, and names the field where one is to blame. */
export class Refusal extends InputError {
  readonly said: Message;
  readonly field: RefusedField | null;
  constructor(said: Message, field: RefusedField | null = null, exitCode: number = EXIT.badInput) {
    super(inWords(said, 'en'), exitCode);
    this.said = said;
    this.field = field;
  }
}

/** What went wrong and is nobody's input, for people to be told in every language. */
export class Failure extends Error {
  readonly said: Message;
  constructor(said: Message, options?: ErrorOptions) {
    super(inRawWords(said, 'en'), options);
    this.name = 'Failure';
    this.said = said;
  }
}

/** What an error says, in every language if it can. Each bundle has copies of the classes: they are known by what they have. */
export function saidOf(error: unknown): Message {
  if (!(error instanceof Error)) return asItIs(String(error));
  return 'said' in error ? (error as Refusal | Failure).said : asItIs(error.message);
}

/** A refusal that says which field is wrong and what was expected, and nothing else. `value` of a secret is `null`; a long one is not said. */
export function wrongField(path: string, value: string | null, expected: Message): Refusal {
  const shown = value === null || value.length > LONGEST_VALUE ? null : value;
  const said =
    shown === null
      ? say('refused.field', { path, expected })
      : say('refused.field-value', { path, value: shown, expected });
  return new Refusal(said, { path, value: shown, expected });
}

/** Names come from the command line or from people, and are shown as other text from packets is. */
class RawRefusal extends Refusal {
  constructor(said: Message, exitCode: number) {
    super(said, null, exitCode);
    this.message = inRawWords(said, 'en');
  }
}

/** Of what is read. */
export class ReadingRefusal extends RawRefusal {
  constructor(said: Message) {
    super(said, EXIT.badInput);
  }
}

/** Of what cannot be written: nobody's input is to blame. */
export class WritingRefusal extends RawRefusal {
  constructor(said: Message) {
    super(said, EXIT.failure);
  }
}
