import { Pencil } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../data/session/use-session.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { cx } from '../../ui/class-names.ts';
import { Popover } from '../../ui/Popover.tsx';
import { SaveTrouble } from './SaveTrouble.tsx';
import type { Save } from './use-save.ts';

interface EditTextProps<Thing> {
  readonly label: string;
  readonly value: string;
  /** How it looks while nobody edits it. */
  readonly children: ReactNode;
  readonly hint?: string;
  readonly most: number;
  readonly several?: boolean;
  readonly save: Save<Thing, string>;
  readonly what: string;
  readonly theirs: (thing: Thing) => string;
  readonly className?: string;
}

/** Text with a pencil. Enter saves (with Ctrl where Enter is a new line), Escape leaves it as it was. */
export function EditText<Thing>(props: EditTextProps<Thing>) {
  const { children, save, className } = props;
  const edit = useEditLabel(props);
  const mayEdit = useMay('inventory:write');
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  if (!mayEdit) return <span className={cx('block min-w-0 truncate', className)}>{children}</span>;
  if (editing) {
    const close = () => {
      save.giveUp();
      setEditing(false);
      requestAnimationFrame(() => button.current?.focus());
    };
    return <Editor {...props} onClose={close} />;
  }
  return (
    <span className={cx('group/edit inline-flex max-w-full min-w-0 items-center gap-1', className)}>
      <span className="min-w-0 truncate">{children}</span>
      <IconButton
        ref={button}
        icon={Pencil}
        size="small"
        label={edit}
        className={PENCIL}
        onClick={() => setEditing(true)}
      />
    </span>
  );
}

/** The same in a row of a table: the field opens over it, for rows do not grow. */
export function EditTextInRow<Thing>(props: EditTextProps<Thing>) {
  const { label, children, save } = props;
  const edit = useEditLabel(props);
  const mayEdit = useMay('inventory:write');
  const [editing, setEditing] = useState(false);
  const toggle = (open: boolean) => {
    if (!open) save.giveUp();
    setEditing(open);
  };
  if (!mayEdit) return <span className="min-w-0 truncate">{children}</span>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps clicks from the row around it.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same.
    <span
      className="group/edit flex w-full min-w-0 items-center justify-between gap-1"
      onClick={(event) => event.stopPropagation()}
    >
      <span className="min-w-0 truncate">{children}</span>
      <Popover
        label={label}
        open={editing}
        onOpenChange={toggle}
        className="w-96 max-w-[calc(100vw-2rem)] px-3"
        trigger={<IconButton icon={Pencil} size="small" label={edit} className={PENCIL} />}
      >
        <Editor {...props} onClose={() => toggle(false)} />
      </Popover>
    </span>
  );
}

const SPOKEN = 40;
const PENCIL = 'opacity-60 group-hover/edit:opacity-100 focus-visible:opacity-100';

/** What the pencil is called: which field, and what is in it. */
function useEditLabel({ label, value }: { readonly label: string; readonly value: string }): string {
  const { t } = useTranslation();
  const edit = t('devices.page.editField', { field: label });
  return value === '' ? edit : t('ui.pair', { name: edit, value: value.slice(0, SPOKEN) });
}

function Editor<Thing>(props: EditTextProps<Thing> & { readonly onClose: () => void }) {
  const { label, value, hint, most, several = false, save, what, theirs, onClose } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const [text, setText] = useState(value);
  const [begun] = useState({ value, version: save.version });
  const tooLong = text.length > most;
  const note = tooLong
    ? t('devices.limit.text', { most: format.count(most), n: format.count(text.length) })
    : hint;
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (tooLong || save.saving) return;
    if (text.trim() === begun.value) return onClose();
    void save.save(text.trim(), begun.version).then((saved) => saved && onClose());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') onClose();
    if (event.key === 'Enter' && several && (event.ctrlKey || event.metaKey)) submit();
  };
  const field = {
    id,
    value: text,
    autoFocus: true,
    'aria-invalid': tooLong,
    'aria-describedby': note === undefined ? undefined : `${id}-note`,
    onKeyDown,
  };
  const look =
    'w-full min-w-0 rounded-md border bg-panel px-2 text-sm font-normal aria-[invalid=true]:border-critical';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: it only keeps clicks from the row around it.
    <form
      onSubmit={submit}
      onClick={(event) => event.stopPropagation()}
      className="flex w-full min-w-0 flex-col gap-1.5"
    >
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <div className={cx('flex min-w-0 gap-1.5', several ? 'flex-col' : 'flex-wrap items-center')}>
        {several ? (
          <textarea
            {...field}
            rows={5}
            onChange={(event) => setText(event.target.value)}
            className={cx(look, 'py-1.5')}
          />
        ) : (
          <input
            {...field}
            onChange={(event) => setText(event.target.value)}
            className={cx(look, 'h-8 max-w-96 basis-48 grow')}
          />
        )}
        <span className="flex gap-1.5">
          <Button type="submit" size="small" look="primary" disabled={tooLong || save.saving}>
            {save.saving ? t('devices.page.saving') : t('ui.save')}
          </Button>
          <Button size="small" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
        </span>
      </div>
      {note === undefined ? null : (
        <p id={`${id}-note`} className={cx('text-xs font-normal', tooLong ? 'text-critical' : 'text-muted')}>
          {note}
        </p>
      )}
      <SaveTrouble save={save} what={what} theirs={theirs} mine={(mine) => mine} onDone={onClose} />
    </form>
  );
}
