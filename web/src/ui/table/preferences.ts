/** What this browser remembers of tables: density for all, columns, widths and saved views for each. */
import { useRemembered } from '../../data/remember.ts';
import type { Search } from '../../data/search.ts';

export type Density = 'usual' | 'compact';
export const ROW_HEIGHT_PX: Readonly<Record<Density, number>> = { usual: 32, compact: 28 };

const isDensity = (value: unknown): value is Density => value === 'usual' || value === 'compact';
export const useDensity = () => useRemembered<Density>('density', 'usual', isDensity);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const NO_WIDTHS: Readonly<Record<string, number>> = {};
const isWidths = (value: unknown): value is Readonly<Record<string, number>> =>
  isRecord(value) && Object.values(value).every((width) => typeof width === 'number');
export const useWidths = (table: string) => useRemembered(`widths.${table}`, NO_WIDTHS, isWidths);

export interface SavedView {
  readonly name: string;
  /** Filters, order and columns. */
  readonly search: Search;
}
const NO_VIEWS: readonly SavedView[] = [];
const isViews = (value: unknown): value is readonly SavedView[] =>
  Array.isArray(value) &&
  value.every((view) => isRecord(view) && typeof view.name === 'string' && isRecord(view.search));
export const useViews = (table: string) => useRemembered(`views.${table}`, NO_VIEWS, isViews);

const NO_COLUMNS: readonly string[] = [];
const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((name) => typeof name === 'string');
/** Chosen columns in their order; empty: as the page has them. */
export const useChosenColumns = (table: string) => useRemembered(`columns.${table}`, NO_COLUMNS, isNames);
