import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../../data/api.ts';
import { toast } from '../../data/toasts.ts';
import { isEmail } from '../../nouns/accounts/check-email.ts';
import { FormDialog } from '../../nouns/accounts/FormDialog.tsx';
import { PasswordField, usePasswordProblem } from '../../nouns/accounts/PasswordField.tsx';
import { CheckField } from '../../ui/form/CheckField.tsx';
import { Field } from '../../ui/form/Field.tsx';
import { usersAgain } from './queries.ts';

export function NewPerson({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const problemOf = usePasswordProblem();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [isPlatformAdmin, setPlatformAdmin] = useState(false);
  const [tried, setTried] = useState(false);
  const wrongPassword = problemOf(password);
  return (
    <FormDialog
      title={t('accounts.people.platform.newPersonTitle')}
      text={t('accounts.people.platform.newPersonText')}
      confirm={t('accounts.people.platform.make')}
      check={() => {
        setTried(true);
        return isEmail(email) && wrongPassword === null;
      }}
      run={async () => {
        await post('/platform/users', { email: email.trim(), name: name.trim(), password, isPlatformAdmin });
        toast(t('accounts.people.platform.personMade', { name: name.trim() || email.trim() }));
        await usersAgain();
      }}
      onClose={onClose}
    >
      <Field
        label={t('accounts.people.platform.email')}
        type="email"
        autoComplete="off"
        problem={tried && !isEmail(email) ? t('accounts.entrance.fields.email') : null}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <Field
        label={t('accounts.people.platform.name')}
        autoComplete="off"
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <PasswordField
        label={t('accounts.people.platform.password')}
        value={password}
        onChange={setPassword}
        problem={tried ? wrongPassword : null}
        chosen={{ personal: [name, email.split('@')[0]] }}
      />
      <CheckField
        label={t('accounts.people.platform.admin')}
        hint={t('accounts.people.platform.adminHint')}
        checked={isPlatformAdmin}
        onChange={setPlatformAdmin}
      />
    </FormDialog>
  );
}
