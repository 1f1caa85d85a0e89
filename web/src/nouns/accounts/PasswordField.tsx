import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../../../src/model/account-limits.ts';
import { cx } from '../../ui/class-names.ts';
import { judgePassword, STRENGTHS } from './strength.ts';

interface PasswordFieldProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type'> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is wrong with the value. */
  readonly problem?: string | null;
  /** A new one: the rule and a hint on its strength stand under it. */
  readonly chosen?: { readonly personal: readonly string[] };
}

export function PasswordField(props: PasswordFieldProps) {
  const { label, value, onChange, problem = null, chosen, className, ...input } = props;
  const { t } = useTranslation();
  const id = useId();
  const [shown, setShown] = useState(false);
  const noted = problem !== null || chosen !== undefined;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-muted">
        {label}
      </label>
      <div className="relative">
        <input
          autoComplete={chosen === undefined ? 'current-password' : 'new-password'}
          spellCheck={false}
          autoCapitalize="none"
          {...input}
          id={id}
          type={shown ? 'text' : 'password'}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={problem !== null}
          aria-describedby={noted ? `${id}-note` : undefined}
          className={cx(
            'h-8 w-full min-w-0 rounded-md border bg-panel pr-9 pl-2.5 text-sm aria-[invalid=true]:border-critical',
            className,
          )}
        />
        <button
          type="button"
          aria-pressed={shown}
          aria-label={t('accounts.entrance.password.show')}
          title={t(shown ? 'accounts.entrance.password.hide' : 'accounts.entrance.password.show')}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 right-1 my-auto flex size-7 items-center justify-center rounded-md text-muted hover:text-ink"
        >
          {shown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
        </button>
      </div>
      {noted ? (
        <div id={`${id}-note`} className="flex flex-col gap-1 text-xs">
          {problem === null ? null : <p className="text-critical">{problem}</p>}
          {chosen === undefined ? null : <Strength password={value} personal={chosen.personal} />}
        </div>
      ) : null}
    </div>
  );
}

const COLOURS = { weak: 'bg-critical', fair: 'bg-medium', good: 'bg-series-1', strong: 'bg-good' } as const;

function Strength({
  password,
  personal,
}: {
  readonly password: string;
  readonly personal: readonly string[];
}) {
  const { t } = useTranslation();
  if (password === '') return <p className="text-muted">{t('accounts.entrance.password.rule')}</p>;
  const missing = SHORTEST_PASSWORD - password.length;
  const { strength, reason } = judgePassword(password, personal);
  const level = missing > 0 ? 0 : STRENGTHS.indexOf(strength);
  return (
    <>
      <div className="flex gap-1" aria-hidden>
        {STRENGTHS.map((each, index) => (
          <span
            key={each}
            className={cx('h-1 grow rounded-sm', index <= level ? COLOURS[STRENGTHS[level]] : 'bg-raised')}
          />
        ))}
      </div>
      <p role="status" className="text-muted">
        {missing > 0
          ? t('accounts.entrance.password.missing', { count: missing })
          : t('accounts.entrance.password.strength', { word: t(`accounts.entrance.password.${strength}`) })}
        {missing <= 0 && reason !== null ? ` · ${t(`accounts.entrance.password.${reason}`)}` : null}
      </p>
    </>
  );
}

/** What is wrong with a new password, in the words of the page; `null` when the server takes it. */
export function usePasswordProblem(): (password: string) => string | null {
  const { t } = useTranslation();
  return (password) => {
    const missing = SHORTEST_PASSWORD - password.length;
    if (missing > 0) return t('accounts.entrance.password.missing', { count: missing });
    return password.length > LONGEST_PASSWORD ? t('accounts.entrance.password.long') : null;
  };
}
