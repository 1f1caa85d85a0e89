import { Check, ChevronDown, MapPin } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../data/scope.ts';
import { useSites } from '../../data/sites.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/class-names.ts';
import { SearchField } from '../../ui/form/Field.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { useChooseSite } from '../use-choose-site.ts';

const SEARCHED_FROM = 8;
const MOST_SHOWN = 200;

export default function SiteSwitch({ inDrawer }: { readonly inDrawer: boolean }) {
  const { t } = useTranslation();
  const { site } = useScope();
  const show = useChooseSite();
  const sites = useSites();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  // One that is gone, in an old link, can still be left.
  if (sites.length === 0 && site === undefined) return null;
  const label = sites.find(({ id }) => id === site)?.name ?? site ?? t('frame.site.all');
  const choose = (id: string | undefined) => {
    setOpen(false);
    show(id);
  };
  const wanted = sites.filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()));
  const item = (id: string | undefined, name: string) => (
    <li key={id ?? ''}>
      <button
        type="button"
        aria-pressed={id === site}
        className="flex h-8 w-full items-center gap-2 px-3 text-left hover:bg-raised"
        onClick={() => choose(id)}
      >
        <span className="size-4 shrink-0 text-accent">
          {id === site ? <Check size={16} aria-hidden /> : null}
        </span>
        <span className="truncate">{name}</span>
      </button>
    </li>
  );
  return (
    <Popover
      label={t('frame.site.label')}
      open={open}
      onOpenChange={setOpen}
      className="w-72 max-w-[calc(100vw-1rem)]"
      trigger={
        <Button
          icon={MapPin}
          title={label}
          aria-label={t('ui.pair', { name: t('frame.site.label'), value: label })}
          aria-current={site === undefined ? undefined : true}
          className={cx(
            'aria-[current=true]:border-accent aria-[current=true]:text-accent max-md:px-2',
            inDrawer ? 'min-w-0 grow' : site === undefined && 'max-md:hidden',
          )}
        >
          <span className={inDrawer ? 'max-w-28 truncate' : 'max-w-40 truncate max-lg:hidden'}>{label}</span>
          <ChevronDown size={14} aria-hidden className={cx('text-muted', !inDrawer && 'max-lg:hidden')} />
        </Button>
      }
    >
      {sites.length > SEARCHED_FROM ? (
        <div className="px-2 pb-1">
          <SearchField label={t('frame.site.find')} value={text} onChange={setText} />
        </div>
      ) : null}
      <ul className="max-h-[50vh] overflow-y-auto">
        {item(undefined, t('frame.site.all'))}
        {wanted.slice(0, MOST_SHOWN).map(({ id, name }) => item(id, name))}
        {wanted.length === 0 && sites.length > 0 ? (
          <li className="px-3 py-1.5 text-muted">{t('table.noMatch')}</li>
        ) : null}
      </ul>
    </Popover>
  );
}
