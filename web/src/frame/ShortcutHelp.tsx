import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/Dialog.tsx';
import { usePlaces } from './use-places.ts';

const MODIFIER = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

function Keys({ keys, between }: { readonly keys: readonly string[]; readonly between?: string }) {
  return (
    <span className="flex items-center gap-1">
      {keys.map((key, index) => (
        <span key={key} className="flex items-center gap-1">
          {index > 0 && between !== undefined ? <span className="text-xs text-muted">{between}</span> : null}
          <kbd className="rounded-sm border bg-raised px-1.5 font-mono text-xs leading-5">{key}</kbd>
        </span>
      ))}
    </span>
  );
}

export default function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const places = usePlaces();
  const or = t('frame.shortcuts.or');
  const rows = (title: string, list: readonly (readonly [string, readonly string[], string?])[]) => (
    <section className="break-inside-avoid pb-4">
      <h3 className="pb-1 text-xs font-medium text-muted">{title}</h3>
      <dl>
        {list.map(([label, keys, between]) => (
          <div key={label} className="flex h-8 items-center justify-between gap-4 border-b text-sm">
            <dt>{label}</dt>
            <dd>
              <Keys keys={keys} {...(between === undefined ? {} : { between })} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
  return (
    <Dialog open wide onClose={onClose} title={t('frame.shortcuts.title')}>
      <div className="gap-8 pt-2 sm:columns-2">
        {rows(t('frame.shortcuts.everywhere'), [
          [t('frame.shortcuts.palette'), [MODIFIER, 'K']],
          [t('frame.shortcuts.search'), ['/']],
          [t('frame.shortcuts.collapse'), ['[']],
          [t('frame.shortcuts.help'), ['?']],
        ])}
        {rows(t('frame.shortcuts.tables'), [
          [t('frame.shortcuts.move'), ['j', 'k'], or],
          [t('frame.shortcuts.open'), [t('frame.shortcuts.keys.enter')]],
          [t('frame.shortcuts.page'), ['o']],
          [t('frame.shortcuts.select'), [t('frame.shortcuts.keys.space'), 'x'], or],
          [t('frame.shortcuts.close'), [t('frame.shortcuts.keys.escape')]],
        ])}
        {rows(
          t('frame.shortcuts.go'),
          places.map(({ word, letter }) => [
            t(`frame.${word}`),
            ['g', letter],
            t('frame.shortcuts.followed'),
          ]),
        )}
      </div>
    </Dialog>
  );
}
