import { Check, Pencil, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../Button.tsx';
import type { SavedView } from '../preferences.ts';

export const LONGEST_NAME = 60;

interface SavedViewItemProps {
  readonly view: SavedView;
  readonly onShow: () => void;
  readonly onRename: (name: string) => void;
  readonly onDelete: () => void;
}

/** One saved view: its name shows it; it can be called otherwise, or go. */
export function SavedViewItem({ view, onShow, onRename, onDelete }: SavedViewItemProps) {
  const { t } = useTranslation();
  /** While it is being renamed. */
  const [name, setName] = useState<string | null>(null);
  const rename = (event: FormEvent) => {
    event.preventDefault();
    const wanted = (name ?? '').trim();
    if (wanted !== '') onRename(wanted);
    setName(null);
  };
  if (name !== null) {
    return (
      <li>
        <form onSubmit={rename} className="flex items-center gap-1 py-0.5 pr-2 pl-3">
          <input
            // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here.
            autoFocus
            value={name}
            maxLength={LONGEST_NAME}
            aria-label={t('table.newViewName', { view: view.name })}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              // Of the field alone, not of the menu.
              event.stopPropagation();
              setName(null);
            }}
            className="h-7 min-w-0 grow rounded-md border bg-panel px-2 text-sm"
          />
          <IconButton type="submit" icon={Check} size="small" label={t('ui.save')} />
        </form>
      </li>
    );
  }
  return (
    <li className="flex items-center pr-2 hover:bg-raised">
      <button type="button" className="h-8 min-w-0 grow truncate pl-3 text-left" onClick={onShow}>
        {view.name}
      </button>
      <IconButton
        icon={Pencil}
        size="small"
        label={t('table.renameView', { view: view.name })}
        onClick={() => setName(view.name)}
      />
      <IconButton
        icon={X}
        size="small"
        label={t('table.deleteView', { view: view.name })}
        onClick={onDelete}
      />
    </li>
  );
}
