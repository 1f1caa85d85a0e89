import { ListFilter } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { several } from '../../data/search.ts';
import { useChangeSearch, useSearch } from '../../data/use-search.ts';
import { Button } from '../Button.tsx';
import { Checkbox } from '../form/Checkbox.tsx';
import { Field } from '../form/Field.tsx';
import { Popover } from '../Popover.tsx';
import type { ChoiceFilter, Filter, TextFilter, YesNoFilter } from './filter.ts';

const ROW = 'flex h-8 w-full items-center gap-2 px-3 text-left hover:bg-raised';

/** First what is asked about, then what it should be. */
export function FilterMenu({ filters }: { readonly filters: readonly Filter[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const change = useChangeSearch();
  const filter = filters.find(({ name }) => name === chosen);
  const toggle = (next: boolean) => {
    setOpen(next);
    setChosen(null);
  };
  const apply = (values: readonly string[], done: boolean) => {
    if (filter === undefined) return;
    change({ [filter.name]: values.length === 0 ? undefined : values, open: undefined }, { replace: !done });
    if (done) toggle(false);
  };
  return (
    <Popover
      label={t('table.addFilter')}
      open={open}
      onOpenChange={toggle}
      className="w-60"
      trigger={
        <Button size="small" look="quiet" icon={ListFilter}>
          {t('table.addFilter')}
        </Button>
      }
    >
      {filter === undefined ? (
        <ul>
          {filters.map(({ name, label }) => (
            <li key={name}>
              <button type="button" className={ROW} onClick={() => setChosen(name)}>
                <span className="block first-letter:uppercase">{label}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <Editor filter={filter} apply={apply} />
      )}
    </Popover>
  );
}

type Apply = (values: readonly string[], done: boolean) => void;

function Editor({ filter, apply }: { readonly filter: Filter; readonly apply: Apply }) {
  if (filter.kind === 'text') return <TextEditor filter={filter} apply={apply} />;
  if (filter.kind === 'yes-no') return <YesNoEditor filter={filter} apply={apply} />;
  return <ChoiceEditor filter={filter} apply={apply} />;
}

function ChoiceEditor({ filter, apply }: { readonly filter: ChoiceFilter; readonly apply: Apply }) {
  const values = several(useSearch(), filter.name);
  return (
    <fieldset className="max-h-[50vh] overflow-y-auto">
      <legend className="px-3 pt-1 pb-1 text-xs font-medium text-muted first-letter:uppercase">
        {filter.label}
      </legend>
      {filter.choices.map(({ value, label, icon }) =>
        filter.several === true ? (
          // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is inside.
          <label key={value} className={ROW}>
            <Checkbox
              label={label}
              checked={values.includes(value)}
              onChange={(checked) =>
                apply(checked ? [...values, value] : values.filter((other) => other !== value), false)
              }
            />
            {icon}
            {label}
          </label>
        ) : (
          <button key={value} type="button" className={ROW} onClick={() => apply([value], true)}>
            {icon}
            {label}
          </button>
        ),
      )}
    </fieldset>
  );
}

function YesNoEditor({ filter, apply }: { readonly filter: YesNoFilter; readonly apply: Apply }) {
  return (
    <ul>
      {(['true', 'false'] as const).map((value) => (
        <li key={value}>
          <button type="button" className={ROW} onClick={() => apply([value], true)}>
            {value === 'true' ? filter.yes : filter.no}
          </button>
        </li>
      ))}
    </ul>
  );
}

function TextEditor({ filter, apply }: { readonly filter: TextFilter; readonly apply: Apply }) {
  const { t } = useTranslation();
  const [text, setText] = useState(several(useSearch(), filter.name)[0] ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const value = text.trim();
    const wrong = value === '' ? null : (filter.check?.(value) ?? null);
    setProblem(wrong);
    if (wrong === null) apply(value === '' ? [] : [value], true);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 px-3 py-2">
      <Field
        label={filter.label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        problem={problem}
        autoFocus
        {...(filter.hint === undefined ? {} : { hint: filter.hint })}
      />
      <Button type="submit" size="small" look="primary">
        {t('table.apply')}
      </Button>
    </form>
  );
}
