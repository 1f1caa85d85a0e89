import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../nouns/accounts/Notice.tsx';
import { PasswordField, usePasswordProblem } from '../../nouns/accounts/PasswordField.tsx';
import { useRefusal } from '../../nouns/accounts/use-refusal.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/form/Field.tsx';

interface AcceptFormProps {
  readonly email: string;
  readonly accept: (body: { readonly name: string; readonly password: string }) => Promise<void>;
}

/** Somebody new: the email is the invitation's. */
export function AcceptForm({ email, accept }: AcceptFormProps) {
  const { t } = useTranslation();
  const say = useRefusal();
  const problemOf = usePasswordProblem();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = problemOf(password);
    setProblem(wrong);
    if (wrong !== null || busy) return;
    setBusy(true);
    setError(null);
    await accept({ name: name.trim(), password }).catch((refused) => setError(say(refused)));
    setBusy(false);
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <p className="text-sm">{t('accounts.entrance.invitation.newAccount')}</p>
      <Field label={t('accounts.entrance.signIn.email')} autoComplete="username" readOnly value={email} />
      <Field
        label={t('accounts.entrance.setup.name')}
        name="name"
        autoComplete="name"
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <PasswordField
        label={t('accounts.entrance.setup.password')}
        name="password"
        value={password}
        onChange={(next) => {
          setPassword(next);
          setProblem(null);
        }}
        problem={problem}
        chosen={{ personal: [name, email.split('@')[0]] }}
      />
      {error === null ? null : <Notice>{error}</Notice>}
      <Button type="submit" look="primary" disabled={busy}>
        {t(busy ? 'accounts.entrance.invitation.accepting' : 'accounts.entrance.invitation.accept')}
      </Button>
    </form>
  );
}
