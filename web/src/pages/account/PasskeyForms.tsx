import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patch, post } from '../../data/api.ts';
import { type CeremonyOptions, makePasskey } from '../../data/session/passkeys.ts';
import { toast } from '../../data/toasts.ts';
import { FormDialog } from '../../nouns/accounts/FormDialog.tsx';
import { Field } from '../../ui/form/Field.tsx';
import { accountAgain, type Passkey } from './queries.ts';

export function AddPasskey({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const called = name.trim();
  const missing = tried && called === '' ? t('accounts.entrance.fields.required') : null;
  return (
    <FormDialog
      title={t('accounts.own.addPasskeyTitle')}
      text={t('accounts.own.passkeysText')}
      confirm={t('accounts.own.passkeyAdd')}
      check={() => {
        setTried(true);
        return called !== '';
      }}
      wrong={t('accounts.own.passkeyRefused')}
      run={async () => {
        const response = await makePasskey(await post<CeremonyOptions>('/account/passkeys/options'));
        if (response === null) throw new DOMException('cancelled', 'NotAllowedError');
        await post('/account/passkeys', { name: called, response });
        toast(t('accounts.own.passkeyAdded', { name: called }));
        await accountAgain();
      }}
      onClose={onClose}
    >
      <NameField name={name} onChange={setName} problem={missing} />
    </FormDialog>
  );
}

export function RenamePasskey({
  passkey,
  onClose,
}: {
  readonly passkey: Passkey;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(passkey.name);
  const called = name.trim();
  return (
    <FormDialog
      title={t('accounts.own.renamePasskeyTitle', { name: passkey.name })}
      confirm={t('ui.save')}
      check={() => called !== ''}
      run={async () => {
        await patch(`/account/passkeys/${encodeURIComponent(passkey.id)}`, { name: called });
        toast(t('accounts.own.passkeyRenamed', { name: called }));
        await accountAgain();
      }}
      onClose={onClose}
    >
      <NameField
        name={name}
        onChange={setName}
        problem={called === '' ? t('accounts.entrance.fields.required') : null}
      />
    </FormDialog>
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly onChange: (name: string) => void;
  readonly problem: string | null;
}

function NameField({ name, onChange, problem }: NameFieldProps) {
  const { t } = useTranslation();
  return (
    <Field
      label={t('accounts.own.passkeyName')}
      hint={t('accounts.own.passkeyNameHint')}
      problem={problem}
      maxLength={100}
      autoComplete="off"
      value={name}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
