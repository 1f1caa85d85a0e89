import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patch, post } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import type { Site } from '../../data/sites.ts';
import { toast } from '../../data/toasts.ts';
import { FormDialog } from '../../nouns/accounts/FormDialog.tsx';
import { Field } from '../../ui/form/Field.tsx';
import { type Draft, draftOf, fieldsOf, MOST, problemsOf } from './site-draft.ts';

interface SiteFormProps {
  /** `null`: a new one. */
  readonly site: Site | null;
  readonly onClose: () => void;
}

/** Makes a site, or changes the one that was read: what somebody else changed since is not written over. */
export function SiteForm({ site, onClose }: SiteFormProps) {
  const { t } = useTranslation();
  const zones = useId();
  const [draft, setDraft] = useState(() => draftOf(site));
  const [tried, setTried] = useState(false);
  const problems = problemsOf(draft);
  const field = (name: keyof Draft) => {
    const problem = tried ? problems[name] : undefined;
    return {
      label: t(`sites.${name}`),
      value: draft[name],
      problem: problem === undefined ? null : t(`sites.problems.${problem}`),
      onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
      autoComplete: 'off',
    };
  };
  const save = async () => {
    const fields = fieldsOf(draft);
    if (site === null) await post('/sites', fields);
    else await patch(`/sites/${encodeURIComponent(site.id)}`, fields, { version: site.version });
    // Its name stands beside devices and captures too.
    await queryClient.invalidateQueries();
    toast(t(site === null ? 'sites.made' : 'sites.changed', { name: fields.name }));
  };
  return (
    <FormDialog
      title={site === null ? t('sites.newTitle') : t('sites.editTitle', { name: site.name })}
      text={t('sites.formText')}
      confirm={t(site === null ? 'sites.make' : 'ui.save')}
      check={() => {
        setTried(true);
        return Object.keys(problems).length === 0;
      }}
      run={save}
      onClose={onClose}
    >
      <Field {...field('name')} maxLength={MOST.name} />
      <Field {...field('note')} hint={t('sites.noteHint')} maxLength={MOST.note} />
      <Field {...field('timeZone')} hint={t('sites.timeZoneHint')} list={zones} spellCheck={false} />
      <datalist id={zones}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <div className="grid grid-cols-2 gap-3">
        <Field {...field('latitude')} hint={t('sites.latitudeHint')} inputMode="decimal" />
        <Field {...field('longitude')} hint={t('sites.longitudeHint')} inputMode="decimal" />
      </div>
    </FormDialog>
  );
}
