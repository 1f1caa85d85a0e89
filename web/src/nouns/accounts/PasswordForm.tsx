import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { entered, signIn } from '../../data/session/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/form/Field.tsx';
import { Notice } from './Notice.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useRefusal } from './use-refusal.ts';

interface PasswordFormProps {
  /** Whose it is, when that is known. */
  readonly known: string | null;
  /** The password was right, and a code is owed. */
  readonly onSecond?: () => void;
}

export function PasswordForm({ known, onSecond }: PasswordFormProps) {
  const { t } = useTranslation();
  const say = useRefusal();
  const form = useRef<HTMLFormElement>(null);
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  // The first field that is empty: people type at once.
  useEffect(() => {
    const empty = [...(form.current?.querySelectorAll('input') ?? [])].find(({ value }) => value === '');
    empty?.focus();
  }, []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      const { secondFactorNeeded } = await signIn(email.trim(), password);
      await entered();
      if (secondFactorNeeded) onSecond?.();
    } catch (refused) {
      setError(say(refused, t('accounts.entrance.signIn.wrong')));
      setPassword('');
      form.current?.querySelector<HTMLInputElement>('input[name=password]')?.focus();
    }
    setBusy(false);
  };
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field
        label={t('accounts.entrance.signIn.email')}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="username"
        required
        value={email}
        className="h-9"
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        className="h-9"
        label={t('accounts.entrance.signIn.password')}
        name="password"
        required
        value={password}
        onChange={setPassword}
      />
      {error === null ? null : <Notice>{error}</Notice>}
      <Button type="submit" look="primary" className="h-9" disabled={busy}>
        {t(busy ? 'accounts.entrance.signIn.entering' : 'accounts.entrance.signIn.enter')}
      </Button>
    </form>
  );
}
