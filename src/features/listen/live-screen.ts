import { wrap } from '../analyze/outputs/terminal/table.ts';
import type { Lang } from '../analyze/outputs/text/lang.ts';
import { word } from '../analyze/outputs/text/words.ts';
import type { Snapshot } from './snapshot.ts';
import { liveLines } from './view.ts';

/** The part of process.stdout that drawing needs. */
export interface Screen {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
}

/** Alternate screen on and off, cursor hidden and shown (xterm); home; erase to the end of line, of screen. */
const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';
const HOME = '\u001b[H';
const END_OF_LINE = '\u001b[K';
const END_OF_SCREEN = '\u001b[J';
const EVENTS_KEPT = 3;

/** Draws snapshots over each other on the terminal's alternate screen, so that the scroll-back stays as it was. */
export class LiveScreen {
  readonly #out: Screen;
  readonly #options: { readonly lang: Lang; readonly colors: boolean };
  readonly #events: string[] = [];
  #last: Snapshot | null = null;
  #entered = false;

  constructor(out: Screen, options: { readonly lang: Lang; readonly colors: boolean }) {
    this.#out = out;
    this.#options = options;
  }

  /** Before the first interval ends. */
  waiting(interfaces: readonly string[]): void {
    const text = word('listen.waiting', this.#options.lang, { names: interfaces.join(', ') });
    if (this.#out.isTTY === true) this.#paint(wrap(text, this.#out.columns || 80, ''));
    else this.#out.write(`${text}\n`);
  }

  /** Something happened to an interface; the last few stay below the view. */
  event(message: {
    readonly name: string;
    readonly event: 'down' | 'up' | 'gone' | 'back';
    readonly at: string;
  }): void {
    const what = word(`listen.${message.event}`, this.#options.lang, { name: message.name });
    this.#events.push(`${message.at.slice(11, 19)}  ${what}`);
    if (this.#events.length > EVENTS_KEPT) this.#events.shift();
    this.redraw();
  }

  draw(snapshot: Snapshot): void {
    this.#last = snapshot;
    this.redraw();
  }

  /** The last snapshot again: after an event, or in another size. */
  redraw(): void {
    if (this.#last === null) return;
    const width = this.#out.columns || 80;
    const height = (this.#out.rows || 24) - 1;
    this.#paint(liveLines(this.#last, { ...this.#options, width, height, events: this.#events }));
  }

  /** Gives the terminal back. May be called more than once. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    this.#out.write(LEAVE);
  }

  #paint(lines: readonly string[]): void {
    if (!this.#entered) {
      this.#entered = true;
      this.#out.write(ENTER);
    }
    const shown = lines.slice(0, Math.max(1, (this.#out.rows || 24) - 1));
    this.#out.write(`${HOME}${shown.map((line) => `${line}${END_OF_LINE}`).join('\n')}\n${END_OF_SCREEN}`);
  }
}
