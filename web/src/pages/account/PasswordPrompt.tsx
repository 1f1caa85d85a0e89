import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../nouns/accounts/FormDialog.tsx';
import { PasswordField } from '../../nouns/accounts/PasswordField.tsx';

interface PasswordPromptProps {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly run: (password: string) => Promise<unknown>;
  readonly onDone?: () => void;
  readonly onClose: () => void;
}

/** Asks for the password once more, before something that guards the account is changed. */
export function PasswordPrompt({ run, ...dialog }: PasswordPromptProps) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  return (
    <FormDialog
      {...dialog}
      wrong={t('accounts.own.wrongPassword')}
      check={() => password !== ''}
      run={() => run(password)}
    >
      <PasswordField label={t('accounts.own.current')} value={password} onChange={setPassword} />
    </FormDialog>
  );
}
