import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../../data/api.ts';
import { ApiProblem } from '../../data/problem.ts';
import { keepLanguage } from '../../data/session/own-language.ts';
import { entered, type Session } from '../../data/session/session.ts';
import { BareFrame } from '../../frame/gate/BareFrame.tsx';
import { firstLanguage } from '../../i18n/language.ts';
import { isEmail } from '../../nouns/accounts/check-email.ts';
import { Notice } from '../../nouns/accounts/Notice.tsx';
import { usePasswordProblem } from '../../nouns/accounts/PasswordField.tsx';
import { refusedField, useRefusal } from '../../nouns/accounts/use-refusal.ts';
import { Button } from '../../ui/Button.tsx';
import { AdministratorStep, type First, LanguageStep, OrganisationStep } from './StepFields.tsx';
import { type Step, Steps } from './Steps.tsx';

type Asked = Exclude<Step, 'next'>;
const ORDER: readonly Asked[] = ['language', 'administrator', 'organisation'];
const NOBODY: First = { email: '', name: '', password: '', organisation: '' };
type Problems = Partial<Record<keyof First, string>>;

/** Language, administrator, organisation: nothing is made before the last step. */
export function Wizard({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const say = useRefusal();
  const passwordProblem = usePasswordProblem();
  const form = useRef<HTMLFormElement>(null);
  const [step, setStep] = useState<Asked>('language');
  const [first, setFirst] = useState(NOBODY);
  const [problems, setProblems] = useState<Problems>({});
  const [error, setError] = useState<ReactNode>(null);
  const [busy, setBusy] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step begins at its first field.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input:checked, input:not([type=radio])')?.focus();
  }, [step]);

  const change = (changes: Partial<First>) => {
    setFirst({ ...first, ...changes });
    setProblems({});
  };
  const wrongOf = (which: Asked): Problems => {
    const found: Record<string, string | null> =
      which === 'administrator'
        ? {
            email: isEmail(first.email) ? null : t('accounts.entrance.fields.email'),
            password: passwordProblem(first.password),
          }
        : which === 'organisation'
          ? { organisation: first.organisation.trim() === '' ? t('accounts.entrance.fields.required') : null }
          : {};
    return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== null));
  };
  const go = (to: Asked, wrong: Problems = {}) => {
    setStep(to);
    setProblems(wrong);
    setError(null);
  };
  const create = async () => {
    setBusy(true);
    setError(null);
    try {
      await post<Session>('/setup', { ...first, email: first.email.trim(), token });
      await entered();
      // What was chosen at the first step; without it, the browser's own.
      keepLanguage(firstLanguage()).catch(() => undefined);
    } catch (refused) {
      const ended = refused instanceof ApiProblem && refused.code === 'set-up-link-ended';
      const field = refusedField(refused);
      if (field === 'email' || field === 'password' || field === 'name')
        go('administrator', { [field]: refused instanceof Error ? refused.message : '' });
      setError(
        ended ? (
          <>
            <p className="font-medium">{t('accounts.entrance.setup.ended')}</p>
            <p>{t('accounts.entrance.setup.endedText')}</p>
          </>
        ) : (
          say(refused)
        ),
      );
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = wrongOf(step);
    if (Object.keys(wrong).length > 0) {
      setProblems(wrong);
      const [name] = Object.keys(wrong);
      form.current?.querySelector<HTMLInputElement>(`input[name=${name}]`)?.focus();
      return;
    }
    const following = ORDER[ORDER.indexOf(step) + 1];
    if (following !== undefined) go(following);
    else if (!busy) void create();
  };
  const before = ORDER[ORDER.indexOf(step) - 1];
  const fields = { first, problems, onChange: change };
  return (
    <BareFrame wide title={t('accounts.entrance.setup.title')}>
      <Steps current={step} />
      <form ref={form} noValidate onSubmit={submit} className="flex max-w-md flex-col gap-5">
        {step === 'language' ? <LanguageStep /> : null}
        {step === 'administrator' ? <AdministratorStep {...fields} /> : null}
        {step === 'organisation' ? <OrganisationStep {...fields} /> : null}
        {error === null ? null : <Notice>{error}</Notice>}
        <div className="flex gap-2">
          <Button type="submit" look="primary" disabled={busy}>
            {t(
              step !== 'organisation'
                ? 'accounts.entrance.setup.next'
                : busy
                  ? 'accounts.entrance.setup.finishing'
                  : 'accounts.entrance.setup.finish',
            )}
          </Button>
          {before === undefined ? null : (
            <Button disabled={busy} onClick={() => go(before)}>
              {t('accounts.entrance.setup.back')}
            </Button>
          )}
        </div>
      </form>
    </BareFrame>
  );
}
