import type { en, SameKeys } from '../en/index.ts';
import { charts } from './charts.ts';
import { findings } from './findings.ts';
import { frame } from './frame.ts';
import { overview } from './overview.ts';
import { problems } from './problems.ts';
import { table } from './table.ts';
import { ui } from './ui.ts';

/** Spaces before : ; ? ! % and inside « » are made unbreakable when the words are loaded. */
export const fr: SameKeys<typeof en> = { frame, ui, problems, table, charts, findings, overview };
