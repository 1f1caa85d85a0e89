import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patch } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import { keepLanguage, speak } from '../../data/session/own-language.ts';
import { sessionQuery } from '../../data/session/session.ts';
import { useSession } from '../../data/session/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/form/Field.tsx';
import { Segmented } from '../../ui/form/Segmented.tsx';
import { Card } from '../../ui/layout/Card.tsx';
import { Facts } from '../../ui/layout/Facts.tsx';
import { useAct } from '../../ui/use-act.ts';
import { type Account, accountAgain } from './queries.ts';

const LANGUAGES = ['browser', 'en', 'fr'] as const;

export function ProfileCard({ account }: { readonly account: Account }) {
  const { t } = useTranslation();
  const act = useAct();
  const { organisations } = useSession();
  const [name, setName] = useState(account.name);
  const save = async (change: { name: string }) => {
    await act(() => patch('/account', change), t('accounts.own.saved'));
    await accountAgain();
    await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') void save({ name: name.trim() });
  };
  const choose = async (to: (typeof LANGUAGES)[number]) => {
    await act(() => (to === 'browser' ? keepLanguage(null) : speak(to)));
    await accountAgain();
  };
  return (
    <Card title={t('accounts.own.you')}>
      <div className="flex flex-col gap-4">
        <form onSubmit={submit} className="flex max-w-md items-end gap-2">
          <div className="min-w-0 grow">
            <Field
              label={t('accounts.own.name')}
              autoComplete="name"
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </div>
          <Button type="submit" disabled={name.trim() === '' || name.trim() === account.name}>
            {t('ui.save')}
          </Button>
        </form>
        <Facts
          facts={[
            [t('accounts.own.email'), account.email],
            [
              t('accounts.own.language'),
              <Segmented
                key="language"
                label={t('accounts.own.language')}
                value={account.language ?? 'browser'}
                onChange={(to) => void choose(to)}
                choices={LANGUAGES.map((value) => ({ value, label: t(`accounts.own.languages.${value}`) }))}
              />,
            ],
            [
              t('accounts.own.organisations'),
              <ul key="organisations">
                {organisations.map(({ id, name: called, role }) => (
                  <li key={id}>{t('ui.pair', { name: called, value: t(`frame.roles.${role}`) })}</li>
                ))}
              </ul>,
            ],
          ]}
        />
      </div>
    </Card>
  );
}
