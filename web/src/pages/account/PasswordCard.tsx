import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../../data/api.ts';
import { toast } from '../../data/toasts.ts';
import { FormDialog } from '../../nouns/accounts/FormDialog.tsx';
import { PasswordField, usePasswordProblem } from '../../nouns/accounts/PasswordField.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/layout/Card.tsx';
import { type Account, accountAgain } from './queries.ts';

export function PasswordCard({ account }: { readonly account: Account }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  return (
    <Card title={t('accounts.own.password')}>
      <div className="flex flex-col items-start gap-3">
        <p className="text-sm text-muted">
          {t(account.hasPassword ? 'accounts.own.passwordText' : 'accounts.own.noPassword')}
        </p>
        {account.hasPassword ? (
          <Button size="small" onClick={() => setAsked(true)}>
            {t('accounts.own.change')}
          </Button>
        ) : null}
      </div>
      {asked ? <ChangePassword account={account} onClose={() => setAsked(false)} /> : null}
    </Card>
  );
}

function ChangePassword({ account, onClose }: { readonly account: Account; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const problemOf = usePasswordProblem();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <FormDialog
      title={t('accounts.own.changeTitle')}
      text={t('accounts.own.passwordText')}
      confirm={t('ui.save')}
      wrong={t('accounts.own.wrongPassword')}
      check={() => {
        const wrong = problemOf(next);
        setProblem(wrong);
        return wrong === null && current !== '';
      }}
      run={async () => {
        await post('/account/password', { current, next });
        toast(t('accounts.own.changed'));
        await accountAgain();
      }}
      onClose={onClose}
    >
      <PasswordField label={t('accounts.own.current')} value={current} onChange={setCurrent} />
      <PasswordField
        label={t('accounts.own.next')}
        value={next}
        onChange={(to) => {
          setNext(to);
          setProblem(null);
        }}
        problem={problem}
        chosen={{ personal: [account.name, account.email.split('@')[0]] }}
      />
    </FormDialog>
  );
}
