import { useLocation, useNavigate } from '@tanstack/react-router';
import { Building2, Check, ChevronsUpDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeOrganisation } from '../../data/session/session.ts';
import { useSession } from '../../data/session/use-session.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { cx } from '../../ui/class-names.ts';
import { SearchField } from '../../ui/form/Field.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { useAct } from '../../ui/use-act.ts';

const SEARCHED_FROM = 8;
const MOST_SHOWN = 200;

/** Whose network this is; a switch for whoever belongs to several. */
export function OrganisationSwitch() {
  const { organisation, organisations } = useSession();
  if (organisation === null) return null;
  if (organisations.length > 1) return <Switch />;
  return (
    <span className="max-w-48 truncate text-sm font-medium max-md:hidden" title={organisation.name}>
      {organisation.name}
    </span>
  );
}

function Switch() {
  const { t } = useTranslation();
  const { organisation, organisations } = useSession();
  const navigate = useNavigate();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const act = useAct();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const name = organisation?.name ?? '';
  const choose = async (id: string) => {
    setOpen(false);
    if (id === organisation?.id) return;
    // A device, a capture, a filter of this organisation means nothing in the other: the list of the same noun does.
    const changed = await act(() => changeOrganisation(id));
    if (changed) void navigate({ to: `/${path.split('/')[1] ?? ''}`, search: {} as never });
  };
  const wanted = organisations.filter((each) => each.name.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <Popover
      label={t('frame.organisation')}
      open={open}
      onOpenChange={setOpen}
      className="w-72 max-w-[calc(100vw-1rem)]"
      trigger={
        <button
          type="button"
          title={name}
          aria-label={t('ui.pair', { name: t('frame.organisation'), value: name })}
          className={cx(buttonClass('quiet'), 'min-w-0 text-ink max-md:px-2')}
        >
          <Building2 size={16} aria-hidden className="shrink-0 text-muted md:hidden" />
          <span className="max-w-44 truncate max-md:hidden">{name}</span>
          <ChevronsUpDown size={14} aria-hidden className="shrink-0 text-muted max-md:hidden" />
        </button>
      }
    >
      {organisations.length > SEARCHED_FROM ? (
        <div className="px-2 pb-1">
          <SearchField label={t('frame.findOrganisation')} value={text} onChange={setText} />
        </div>
      ) : null}
      <ul className="max-h-[50vh] overflow-y-auto">
        {wanted.slice(0, MOST_SHOWN).map(({ id, name: called, role }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={id === organisation?.id}
              className="flex h-8 w-full items-center gap-2 px-3 text-left hover:bg-raised"
              onClick={() => void choose(id)}
            >
              <span className="size-4 shrink-0 text-accent">
                {id === organisation?.id ? <Check size={16} aria-hidden /> : null}
              </span>
              <span className="min-w-0 grow truncate">{called}</span>
              <span className="shrink-0 text-xs text-muted">{t(`frame.roles.${role}`)}</span>
            </button>
          </li>
        ))}
        {wanted.length === 0 ? <li className="px-3 py-1.5 text-muted">{t('table.noMatch')}</li> : null}
      </ul>
    </Popover>
  );
}
