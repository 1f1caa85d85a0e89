import { useQuery } from '@tanstack/react-query';
import { ChevronDown, FileArchive } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { capturesQuery } from '../../data/captures.ts';
import { useScope } from '../../data/scope.ts';
import { useChangeSearch } from '../../data/use-search.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/class-names.ts';
import { SearchField } from '../../ui/form/Field.tsx';
import { Popover } from '../../ui/Popover.tsx';

const SEARCHED_FROM = 8;
const MOST_SHOWN = 200;

/** All captures together, or one. */
export function CaptureScope() {
  const { t } = useTranslation();
  const { capture, site } = useScope();
  const change = useChangeSearch();
  const { data: captures = [] } = useQuery(capturesQuery);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const chosen = captures.find(({ id }) => id === capture);
  const label = capture === undefined ? t('frame.capture.all') : (chosen?.name ?? capture);
  const set = (id: string | undefined) => {
    change({ capture: id });
    setOpen(false);
  };
  const wanted = captures.filter(
    ({ name, siteId }) =>
      (site === undefined || siteId === site) && name.toLowerCase().includes(text.toLowerCase()),
  );
  const item = (active: boolean) =>
    cx(
      'flex h-8 w-full items-center px-3 text-left hover:bg-raised',
      active && 'bg-wash font-medium text-accent',
    );
  return (
    <Popover
      label={t('frame.capture.label')}
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-72"
      trigger={
        <Button
          icon={FileArchive}
          aria-label={t('ui.pair', { name: t('frame.capture.label'), value: label })}
        >
          <span className="max-w-40 truncate max-lg:hidden">{label}</span>
          <ChevronDown size={14} aria-hidden className="text-muted max-sm:hidden" />
        </Button>
      }
    >
      {captures.length > SEARCHED_FROM ? (
        <div className="px-2 pb-1">
          <SearchField label={t('frame.capture.find')} value={text} onChange={setText} />
        </div>
      ) : null}
      <ul className="max-h-[50vh] overflow-y-auto">
        <li>
          <button type="button" className={item(capture === undefined)} onClick={() => set(undefined)}>
            {t('frame.capture.all')}
          </button>
        </li>
        {wanted.slice(0, MOST_SHOWN).map(({ id, name }) => (
          <li key={id}>
            <button type="button" className={item(id === capture)} onClick={() => set(id)}>
              <span className="truncate">{name}</span>
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
