import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patch } from '../../data/api.ts';
import { useSession } from '../../data/session/use-session.ts';
import { organisationsAgain } from '../../nouns/accounts/organisations.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/form/Field.tsx';
import { Card } from '../../ui/layout/Card.tsx';
import { useAct } from '../../ui/use-act.ts';

const LONGEST_NAME = 200;

/** The name of the organisation that is shown, for who may change its settings. */
export function OrganisationCard() {
  const { t } = useTranslation();
  const act = useAct();
  const { organisation } = useSession();
  const [name, setName] = useState(organisation?.name ?? '');
  const [busy, setBusy] = useState(false);
  const called = name.trim();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || called === '' || called === organisation?.name) return;
    setBusy(true);
    const renamed = () => patch('/organisation', { name: called });
    if (await act(renamed, t('settings.ofOrganisation.renamed', { name: called }))) {
      setName(called);
      await organisationsAgain();
    }
    setBusy(false);
  };
  return (
    <Card title={t('settings.ofOrganisation.title')}>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex max-w-md items-start gap-2">
        <div className="min-w-0 grow">
          <Field
            label={t('settings.ofOrganisation.name')}
            hint={t('settings.ofOrganisation.hint')}
            problem={called === '' ? t('settings.ofOrganisation.needed') : null}
            maxLength={LONGEST_NAME}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <Button
          type="submit"
          className="mt-5"
          disabled={busy || called === '' || called === organisation?.name}
        >
          {t('ui.save')}
        </Button>
      </form>
    </Card>
  );
}
