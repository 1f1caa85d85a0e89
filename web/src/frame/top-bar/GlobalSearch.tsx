import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foundDevices } from '../../data/find-devices.ts';
import { scopeOf } from '../../data/scope.ts';
import type { Search as SearchParams } from '../../data/search.ts';
import { cx } from '../../ui/class-names.ts';
import { DeviceIcon } from '../../ui/icons/DeviceIcon.tsx';
import { deviceLabel } from '../../ui/network/device-label.ts';
import { POPUP } from '../../ui/popup.ts';

const PAUSE_MS = 120;

/** By address, MAC or name; a slash gets here from anywhere. */
export function GlobalSearch() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, isFetching } = useQuery(foundDevices(asked));
  const devices = data?.items ?? [];
  const shown = open && asked !== '';
  const choices = devices.length + 1;
  const leave = () => {
    setOpen(false);
    setText('');
    input.current?.blur();
  };
  const choose = (index: number) => {
    const device = devices[index];
    const along = (before: SearchParams) => scopeOf(before);
    if (device === undefined) {
      const q = asked;
      void navigate({
        to: '/devices',
        search: ((before: SearchParams) => ({ ...along(before), q })) as never,
      });
    } else void navigate({ to: '/devices/$id', params: { id: device.id }, search: along as never });
    leave();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return leave();
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) setActive((active + steps[event.key] + choices) % choices);
    else if (event.key === 'Enter' && shown) choose(active);
    else return;
    event.preventDefault();
  };
  return (
    <div className="relative w-full max-w-md">
      <Search size={14} aria-hidden className="pointer-events-none absolute top-2.25 left-2.5 text-muted" />
      <input
        ref={input}
        type="text"
        role="combobox"
        data-global-search
        aria-label={t('frame.search.label')}
        aria-expanded={shown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown ? `${listId}-${active}` : undefined}
        placeholder={t('frame.search.label')}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
          setActive(0);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        className="h-8 w-full min-w-0 rounded-md border bg-ground pr-2 pl-8 sm:pr-8 text-sm text-ellipsis placeholder:text-muted"
      />
      <kbd
        aria-hidden
        className="absolute top-1.75 right-2 rounded-sm border bg-panel px-1.5 text-xs leading-4 text-muted max-sm:hidden"
      >
        /
      </kbd>
      <div
        id={listId}
        role="listbox"
        aria-label={t('frame.search.found')}
        hidden={!shown}
        className={cx(POPUP, 'absolute top-9 right-0 left-0 min-w-72')}
      >
        {devices.map((device, index) => (
          <Choice
            key={device.id}
            id={`${listId}-${index}`}
            active={index === active}
            onChoose={() => choose(index)}
          >
            <DeviceIcon type={device.type} />
            <span className="min-w-0 grow truncate">{deviceLabel(device)}</span>
            <code className="font-mono text-xs text-muted">{device.ip ?? device.macs[0]}</code>
          </Choice>
        ))}
        <Choice
          id={`${listId}-${devices.length}`}
          active={active === devices.length}
          onChoose={() => choose(devices.length)}
        >
          <Search size={16} aria-hidden className="text-muted" />
          <span className="truncate">
            {data === undefined || isFetching
              ? t('ui.loading')
              : t('frame.search.all', { count: data.total, text: asked })}
          </span>
        </Choice>
      </div>
    </div>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly active: boolean;
  readonly onChoose: () => void;
  readonly children: React.ReactNode;
}

function Choice({ id, active, onChoose, children }: ChoiceProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field has the keys and the focus.
    <div
      role="option"
      id={id}
      aria-selected={active}
      // Before the field loses the focus and the list is gone.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={cx('flex h-8 items-center gap-2 px-3', active && 'bg-raised')}
    >
      {children}
    </div>
  );
}
