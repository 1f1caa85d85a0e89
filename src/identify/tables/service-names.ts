import { isIndustrial, isService } from '../service-names.ts';

/** Different application protocols: their names come from dissectors, so there are few. */
const MOST_NAMES = 1024;
const SERVICE = 1;
const INDUSTRIAL = 2;

/** Application protocols as numbers, and what is known of them. */
export class ServiceNames {
  readonly #names: string[] = [];
  readonly #traits: number[] = [];
  readonly #ids = new Map<string, number>();
  /** Asked for last: conversations of one service often come together. */
  #last = '';
  #lastId = -1;

  /** -1 when there is no room for another. */
  idOf(name: string): number {
    if (name === this.#last) return this.#lastId;
    const id = this.#ids.get(name) ?? this.#append(name);
    this.#last = name;
    this.#lastId = id;
    return id;
  }

  #append(name: string): number {
    const id = this.#names.length;
    if (id >= MOST_NAMES) return -1;
    this.#ids.set(name, id);
    this.#names.push(name);
    this.#traits.push((isService(name) ? SERVICE : 0) | (isIndustrial(name) ? INDUSTRIAL : 0));
    return id;
  }

  name(id: number): string {
    return this.#names[id];
  }

  /** See isService. */
  isService(id: number): boolean {
    return (this.#traits[id] & SERVICE) !== 0;
  }

  /** See isIndustrial. */
  isIndustrial(id: number): boolean {
    return (this.#traits[id] & INDUSTRIAL) !== 0;
  }
}
