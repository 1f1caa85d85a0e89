import type { ReactNode } from 'react';

/** A column of the one table. */
export interface Column<Row> {
  /** In URLs and saved views; of a sortable column the name that the API sorts by. */
  readonly id: string;
  /** Translated. */
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  readonly widthPx: number;
  /** Where the window is narrow; less says nothing. Without it four fifths of the width. */
  readonly leastPx?: number;
  /** Takes the room that is left. */
  readonly grow?: boolean;
  /** Figures line up at their end. */
  readonly align?: 'end';
  /** The order of the first click; without it the column is not sorted by. */
  readonly sort?: 'asc' | 'desc';
  /** What rows in this browser are sorted by; the server knows itself. Absent values come last. */
  readonly sortValue?: (row: Row) => string | number | null;
  /** Not shown until somebody chooses it. */
  readonly hidden?: boolean;
}

export interface Sort {
  readonly id: string;
  readonly order: 'asc' | 'desc';
}
