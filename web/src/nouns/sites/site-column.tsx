import type { TFunction } from 'i18next';
import type { Column } from '../../ui/table/column.ts';

/** The site of what is listed. `nameOf` gives `null` for none. */
export function siteColumn<Row>(t: TFunction, nameOf: (row: Row) => string | null): Column<Row> {
  return {
    id: 'site',
    header: t('sites.site'),
    widthPx: 140,
    leastPx: 96,
    sort: 'asc',
    sortValue: nameOf,
    cell: (row) => nameOf(row) ?? <span className="text-muted">–</span>,
  };
}
