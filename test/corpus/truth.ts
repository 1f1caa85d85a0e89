/** The corpus and what tshark says of it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORPUS } from './payloads.ts';

const FOLDERS = ['pcap', 'pcap-ot', 'pcap-malformed'] as const;
/** Stands at the end of lists that the truth files cut. */
const CUT = '…';

export interface Capture {
  readonly name: string;
  readonly folder: (typeof FOLDERS)[number];
  readonly path: string;
  readonly truth: Truth | null;
}

/** One truth file: keys and values as text. */
export class Truth {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  text(key: string): string {
    return this.#values.get(key) ?? '';
  }

  number(key: string): number {
    return Number(this.#values.get(key));
  }

  /** Values of a list, without the mark of a cut one. */
  list(key: string): string[] {
    return this.text(key)
      .split(';')
      .filter((value) => value !== '' && value !== CUT);
  }

  /** Whether the truth file gives only the beginning of the list. */
  isCut(key: string): boolean {
    return this.text(key).endsWith(CUT);
  }
}

/** Every capture of the corpus in a stable order; those without a truth file have `null`. */
export function allCaptures(): Capture[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(CORPUS, folder))
      .sort()
      .map((name) => {
        const file = join(CORPUS, 'truth', `${name}.tsv`);
        return {
          name,
          folder,
          path: join(CORPUS, folder, name),
          truth: existsSync(file) ? readTruth(file) : null,
        };
      }),
  );
}

function readTruth(file: string): Truth {
  const values = new Map<string, string>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const tab = line.indexOf('\t');
    if (tab > 0) values.set(line.slice(0, tab), line.slice(tab + 1));
  }
  return new Truth(values);
}
