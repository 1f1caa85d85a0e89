import { Bookmark, BookmarkPlus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Search } from '../../../data/search.ts';
import { useChangeSearch, useSearch } from '../../../data/use-search.ts';
import { Button, IconButton } from '../../Button.tsx';
import { Field } from '../../form/Field.tsx';
import { Popover } from '../../Popover.tsx';
import type { Filter } from '../filter.ts';
import { useChosenColumns, useViews } from '../preferences.ts';
import { LONGEST_NAME, SavedViewItem } from './SavedViewItem.tsx';

const MOST_VIEWS = 50;

/** Filters, order and columns under a name, kept in this browser. The time range is not part of a view. */
export function ViewsMenu({
  table,
  filters,
}: {
  readonly table: string;
  readonly filters: readonly Filter[];
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [views, setViews] = useViews(table);
  const [remembered, remember] = useChosenColumns(table);
  const [name, setName] = useState('');
  const search = useSearch();
  const change = useChangeSearch();
  const parts = ['q', 'sort', 'order', 'cols', ...filters.map((filter) => filter.name)];
  const show = (wanted: Search) => {
    // Columns as the page has them, whatever was chosen since.
    if (wanted.cols === undefined) remember(undefined);
    change({ open: undefined, ...Object.fromEntries(parts.map((part) => [part, wanted[part]])) });
    setOpen(false);
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === '') return;
    const seen = remembered.length === 0 ? search : { cols: remembered.join(','), ...search };
    const kept = Object.fromEntries(
      parts.flatMap((part) => (seen[part] === undefined ? [] : [[part, seen[part]]])),
    );
    setViews(
      [...views.filter((view) => view.name !== wanted), { name: wanted, search: kept }].slice(-MOST_VIEWS),
    );
    setName('');
  };
  return (
    <Popover
      label={t('table.views')}
      align="end"
      open={open}
      onOpenChange={setOpen}
      className="w-72"
      trigger={<IconButton icon={Bookmark} label={t('table.views')} size="small" />}
    >
      <p className="px-3 pt-1 pb-1 text-xs font-medium text-muted">{t('table.views')}</p>
      <ul className="max-h-[40vh] overflow-y-auto">
        <li>
          <button
            type="button"
            className="flex h-8 w-full items-center px-3 text-left hover:bg-raised"
            onClick={() => show({})}
          >
            {t('table.everything')}
          </button>
        </li>
        {views.map((view) => (
          <SavedViewItem
            key={view.name}
            view={view}
            onShow={() => show(view.search)}
            onRename={(to) =>
              setViews(
                views
                  .filter((other) => other === view || other.name !== to)
                  .map((other) => (other === view ? { ...view, name: to } : other)),
              )
            }
            onDelete={() => setViews(views.filter((other) => other !== view))}
          />
        ))}
      </ul>
      <form onSubmit={save} className="mt-1 flex items-end gap-2 border-t px-3 pt-2 pb-2">
        <div className="grow">
          <Field
            label={t('table.viewName')}
            value={name}
            maxLength={LONGEST_NAME}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <Button type="submit" icon={BookmarkPlus} disabled={name.trim() === ''}>
          {t('ui.save')}
        </Button>
      </form>
    </Popover>
  );
}
