import * as flows from './0001_flows.sql.ts';
import * as orders from './0002_orders.sql.ts';
import * as pages from './0003_pages.sql.ts';

export interface Migration {
  /** From 1, without gaps. */
  readonly number: number;
  readonly name: string;
  /** Run in order. Once released they never change: their checksum is recorded. */
  readonly statements: readonly string[];
}

/** As modules, not files to read: the bundle and the tests find the same ones. */
export const MIGRATIONS: readonly Migration[] = [
  { number: 1, name: '0001_flows', statements: flows.statements },
  { number: 2, name: '0002_orders', statements: orders.statements },
  { number: 3, name: '0003_pages', statements: pages.statements },
];
