/** A filter of a table: one parameter of the URL and of the API, and how it is said. */
import type { ReactNode } from 'react';

interface Common {
  /** The parameter. */
  readonly name: string;
  /** What it asks about, as in `type` of "type is PLC". */
  readonly label: string;
}

export interface ChoiceFilter extends Common {
  readonly kind: 'choice';
  /** One of those chosen is enough. */
  readonly several?: boolean;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly icon?: ReactNode }[];
}

export interface TextFilter extends Common {
  readonly kind: 'text';
  readonly hint?: string;
  /** What is wrong with a text; `null` when nothing is. */
  readonly check?: (text: string) => string | null;
  /** How the value is said, when that is not the value itself. */
  readonly say?: (value: string) => string;
}

/** Holds or does not: "flagged", "not a gateway". */
export interface YesNoFilter extends Common {
  readonly kind: 'yes-no';
  readonly yes: string;
  readonly no: string;
}

export type Filter = ChoiceFilter | TextFilter | YesNoFilter;

/** The words of one value. */
export function sayValue(filter: Filter, value: string): string {
  if (filter.kind === 'yes-no') return value === 'true' ? filter.yes : filter.no;
  if (filter.kind === 'text') return filter.say?.(value) ?? value;
  return filter.choices.find((choice) => choice.value === value)?.label ?? value;
}
