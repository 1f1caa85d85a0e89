import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../data/scope.ts';
import { toast } from '../../data/toasts.ts';
import { SiteSelect } from '../../nouns/sites/SiteSelect.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Checkbox } from '../../ui/form/Checkbox.tsx';
import { Field } from '../../ui/form/Field.tsx';
import { Problem } from '../../ui/states/States.tsx';

import { startListening } from './queries.ts';

export function ListenDialog({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const formId = useId();
  const [filter, setFilter] = useState('');
  const { site: shown = null } = useScope();
  const [chosen, setChosen] = useState<string | null | undefined>(undefined);
  const siteId = chosen === undefined ? shown : chosen;
  const [promiscuous, setPromiscuous] = useState(true);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setError(null);
    setBusy(true);
    const how = { promiscuous, siteId, ...(filter.trim() === '' ? {} : { filter: filter.trim() }) };
    try {
      await startListening(name, how);
    } catch (refused) {
      setBusy(false);
      return setError(refused);
    }
    toast(t('interfaces.started', { name }));
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void start();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('interfaces.listenTitle', { name })}
      description={t('interfaces.listenText')}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={formId} look="primary" disabled={busy}>
            {t('interfaces.start')}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="mt-4 flex flex-col gap-4">
        <Field
          label={t('interfaces.filter')}
          hint={t('interfaces.filterHint')}
          value={filter}
          maxLength={4096}
          spellCheck={false}
          className="font-mono"
          onChange={(event) => setFilter(event.target.value)}
        />
        <SiteSelect label={t('sites.site')} value={siteId} onChange={setChosen} />
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is inside. */}
        <label className="flex items-center gap-2 text-sm">
          <Checkbox label={t('interfaces.promiscuous')} checked={promiscuous} onChange={setPromiscuous} />
          {t('interfaces.promiscuous')}
        </label>
        {error === null ? null : <Problem error={error} />}
      </form>
    </Dialog>
  );
}
