import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../../data/api.ts';
import { toast } from '../../data/toasts.ts';
import { FormDialog } from '../../nouns/accounts/FormDialog.tsx';
import { PasswordField, usePasswordProblem } from '../../nouns/accounts/PasswordField.tsx';
import type { PlatformPerson } from './queries.ts';

interface SetPasswordProps {
  readonly person: PlatformPerson;
  readonly onClose: () => void;
}

/** For somebody who forgot theirs. */
export function SetPassword({ person, onClose }: SetPasswordProps) {
  const { t } = useTranslation();
  const problemOf = usePasswordProblem();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { id, name, email } = person;
  return (
    <FormDialog
      title={t('accounts.people.platform.resetTitle', { name })}
      text={t('accounts.people.platform.resetText')}
      confirm={t('accounts.people.platform.set')}
      check={() => {
        const wrong = problemOf(password);
        setProblem(wrong);
        return wrong === null;
      }}
      run={async () => {
        await post(`/platform/users/${encodeURIComponent(id)}/password`, { password });
        toast(t('accounts.people.platform.resetDone', { name }));
      }}
      onClose={onClose}
    >
      <PasswordField
        label={t('accounts.people.platform.password')}
        value={password}
        onChange={(next) => {
          setPassword(next);
          setProblem(null);
        }}
        problem={problem}
        chosen={{ personal: [name, email.split('@')[0]] }}
      />
    </FormDialog>
  );
}
