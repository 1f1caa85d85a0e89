import type { accounts } from './accounts/index.ts';
import { charts } from './charts.ts';
import { findings } from './findings.ts';
import { frame } from './frame.ts';
import { overview } from './overview.ts';
import type { pages } from './pages/index.ts';
import { problems } from './problems.ts';
import { table } from './table.ts';
import { ui } from './ui.ts';

/** Words of the frame, the Overview and what every page is made of: they are in the first load. */
export const en = { frame, ui, problems, table, charts, findings, overview } as const;

/** With the words that come with their pages. */
export type English = typeof en & typeof pages & { readonly accounts: typeof accounts };

/** The keys of the English words, with other words. */
export type SameKeys<Source> = {
  readonly [Key in keyof Source]: Source[Key] extends string ? string : SameKeys<Source[Key]>;
};
