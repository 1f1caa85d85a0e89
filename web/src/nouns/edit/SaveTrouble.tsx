import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { useProblemText } from '../../ui/states/use-problem-text.ts';
import type { Save } from './use-save.ts';

interface SaveTroubleProps<Thing, Change> {
  readonly save: Save<Thing, Change>;
  /** Whose: "this device", "this VLAN". */
  readonly what: string;
  /** The field as others have it, and as it was to be saved. */
  readonly theirs: (thing: Thing) => string;
  readonly mine: (change: Change) => string;
  readonly onDone: () => void;
}

/** Under a field that was not saved: why, how it is now, what was typed, and both ways on. */
export function SaveTrouble<Thing, Change>(props: SaveTroubleProps<Thing, Change>) {
  const { save, what, theirs, mine, onDone } = props;
  const { t } = useTranslation();
  const say = useProblemText();
  if (save.conflict === null) {
    if (save.error === null) return null;
    const { what: happened, todo, detail } = say(save.error);
    return (
      <p role="alert" className="text-xs text-critical">
        {happened} {todo}
        {detail === null ? null : <span className="block font-mono text-muted">{detail}</span>}
      </p>
    );
  }
  const overwrite = () => void save.overwrite().then((saved) => saved && onDone());
  const reload = () => {
    save.giveUp();
    onDone();
  };
  return (
    <div
      role="alert"
      className="flex flex-col gap-2 rounded-md border border-medium/50 p-3 text-sm whitespace-normal"
    >
      <p className="font-medium text-medium">{t('devices.conflict.title', { what })}</p>
      <p>{t('devices.conflict.kept')}</p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
        <dt className="text-muted">{t('devices.conflict.yours')}</dt>
        <dd className="max-h-32 overflow-y-auto break-words whitespace-pre-wrap">
          {mine(save.conflict.mine) || t('devices.conflict.nothing')}
        </dd>
        <dt className="text-muted">{t('devices.conflict.theirs')}</dt>
        <dd className="max-h-32 overflow-y-auto break-words whitespace-pre-wrap">
          {theirs(save.conflict.theirs) || t('devices.conflict.nothing')}
        </dd>
      </dl>
      <div className="flex flex-wrap gap-2">
        <Button size="small" look="primary" disabled={save.saving} onClick={overwrite}>
          {t('devices.conflict.overwrite')}
        </Button>
        <Button size="small" disabled={save.saving} onClick={reload}>
          {t('devices.conflict.reload')}
        </Button>
      </div>
    </div>
  );
}
