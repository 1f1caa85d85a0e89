import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../../i18n/i18n.ts';
import { LANGUAGES } from '../../i18n/language.ts';
import { PasswordField } from '../../nouns/accounts/PasswordField.tsx';
import { Field } from '../../ui/form/Field.tsx';

/** What the set-up asks. */
export interface First {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly organisation: string;
}

interface FieldsProps {
  readonly first: First;
  readonly problems: Partial<Record<keyof First, string>>;
  readonly onChange: (changes: Partial<First>) => void;
}

function Asked({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        <h2>{title}</h2>
        <p className="text-sm text-muted">{text}</p>
      </div>
      {children}
    </div>
  );
}

export function LanguageStep() {
  const { t, i18n } = useTranslation();
  const name = useId();
  const [chosen, setChosen] = useState<string>(i18n.language);
  return (
    <Asked
      title={t('accounts.entrance.setup.languageTitle')}
      text={t('accounts.entrance.setup.languageText')}
    >
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">{t('accounts.entrance.setup.steps.language')}</legend>
        {LANGUAGES.map((each) => (
          <label
            key={each}
            lang={each}
            className="flex h-10 items-center gap-3 rounded-md border bg-panel px-3 text-sm has-checked:border-accent has-checked:bg-wash"
          >
            <input
              type="radio"
              name={name}
              checked={each === chosen}
              onChange={() => {
                // Before its words are here: the mark does not jump back.
                setChosen(each);
                void changeLanguage(each);
              }}
              className="accent-accent"
            />
            {t(`frame.language.${each}`)}
          </label>
        ))}
      </fieldset>
    </Asked>
  );
}

export function AdministratorStep({ first, problems, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <Asked
      title={t('accounts.entrance.setup.administratorTitle')}
      text={t('accounts.entrance.setup.administratorText')}
    >
      <Field
        label={t('accounts.entrance.setup.email')}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="username"
        className="h-9"
        value={first.email}
        problem={problems.email ?? null}
        onChange={(event) => onChange({ email: event.target.value })}
      />
      <Field
        label={t('accounts.entrance.setup.name')}
        name="name"
        autoComplete="name"
        maxLength={200}
        className="h-9"
        hint={t('accounts.entrance.setup.nameHint')}
        value={first.name}
        problem={problems.name ?? null}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <PasswordField
        className="h-9"
        label={t('accounts.entrance.setup.password')}
        name="password"
        value={first.password}
        problem={problems.password ?? null}
        chosen={{ personal: [first.email.split('@')[0], first.name] }}
        onChange={(password) => onChange({ password })}
      />
    </Asked>
  );
}

export function OrganisationStep({ first, problems, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <Asked
      title={t('accounts.entrance.setup.organisationTitle')}
      text={t('accounts.entrance.setup.organisationText')}
    >
      <Field
        label={t('accounts.entrance.setup.organisation')}
        name="organisation"
        autoComplete="organization"
        maxLength={200}
        className="h-9"
        hint={t('accounts.entrance.setup.organisationHint')}
        value={first.organisation}
        problem={problems.organisation ?? null}
        onChange={(event) => onChange({ organisation: event.target.value })}
      />
    </Asked>
  );
}
