import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../../data/api.ts';
import { entered, type Session } from '../../data/session/session.ts';
import { Notice } from '../../nouns/accounts/Notice.tsx';
import { useRefusal } from '../../nouns/accounts/use-refusal.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/form/Field.tsx';
import { BareFrame } from './BareFrame.tsx';

/** After the right password: a code of the app, or one of those that were kept. */
export function SecondStep({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation();
  const say = useRefusal();
  const form = useRef<HTMLFormElement>(null);
  const [kind, setKind] = useState<'totp' | 'recovery'>('totp');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const focus = () => form.current?.querySelector('input')?.focus();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the other kind is typed at once, too.
  useEffect(focus, [kind]);
  const isTotp = kind === 'totp';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || code.trim() === '') return;
    setBusy(true);
    setError(null);
    try {
      const typed = isTotp ? code.replace(/\s/g, '') : code.trim();
      await post<Session>('/session/second-factor', { kind, code: typed });
      await entered();
    } catch (refused) {
      const wrong = isTotp ? 'accounts.entrance.second.wrong' : 'accounts.entrance.second.wrongRecovery';
      setError(say(refused, t(wrong)));
      setCode('');
      focus();
    }
    setBusy(false);
  };
  const change = () => {
    setKind(isTotp ? 'recovery' : 'totp');
    setCode('');
    setError(null);
  };
  return (
    <BareFrame
      title={t('accounts.entrance.second.title')}
      text={t(isTotp ? 'accounts.entrance.second.totpText' : 'accounts.entrance.second.recoveryText')}
    >
      <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <Field
          label={t(isTotp ? 'accounts.entrance.second.totp' : 'accounts.entrance.second.recovery')}
          inputMode={isTotp ? 'numeric' : 'text'}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={40}
          className="h-9 font-mono"
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
        {error === null ? null : <Notice>{error}</Notice>}
        <Button type="submit" look="primary" className="h-9" disabled={busy}>
          {t('accounts.entrance.second.check')}
        </Button>
      </form>
      <div className="flex flex-col items-start gap-1">
        <Button look="quiet" size="small" onClick={change}>
          {t(isTotp ? 'accounts.entrance.second.useRecovery' : 'accounts.entrance.second.useTotp')}
        </Button>
        <Button look="quiet" size="small" onClick={onBack}>
          {t('accounts.entrance.second.back')}
        </Button>
      </div>
    </BareFrame>
  );
}
