/** Where the rows of a table come from: pages of the server, or a list that is here already. */
export interface RowSource<Row> {
  /** How many there are under the filters; `null` until it is known. */
  readonly total: number | null;
  /** More rows than a table can scroll through: the first so many of `total`. */
  readonly reachable: number;
  /** Those that are here, and the place of each in the whole list. */
  readonly rows: readonly Row[];
  readonly places: readonly number[];
  /** What is shown belongs to the question before. */
  readonly stale: boolean;
  readonly error: unknown;
  /** Changes when the rows are other rows: the table goes back to its top. */
  readonly question: string;
  /** How many rows came since, while the table was left as it is; `null`: nothing changed. */
  readonly news: number | null;
  /** The table shows these places now, to the last included; `atTop` while nobody has scrolled away. */
  readonly onShow: (first: number, last: number, atTop: boolean) => void;
  /** Asks again: after an error, or to see what is new. */
  readonly refresh: () => void;
}

/** 16 million pixels: the height up to which every browser lays out a scrolled box. */
const TALLEST_PX = 16_000_000;
const ROW_PX = 32;

/** Nor further than the API pages. */
export const MOST_ROWS = Math.min(TALLEST_PX / ROW_PX, 1_000_000);
