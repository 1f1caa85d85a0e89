import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ROLES } from '../../../../src/model/permissions.ts';
import { toast } from '../../data/toasts.ts';
import { FormDialog } from '../../nouns/accounts/FormDialog.tsx';
import { organisationsQuery } from '../../nouns/accounts/organisations.ts';
import { PasswordField } from '../../nouns/accounts/PasswordField.tsx';
import { CheckField } from '../../ui/form/CheckField.tsx';
import { Field } from '../../ui/form/Field.tsx';
import { Select } from '../../ui/form/Select.tsx';
import {
  asNew,
  asPatch,
  fieldsOf,
  idOf,
  LONGEST,
  NOTHING,
  type ProviderFields,
  wrongFields,
} from './provider-fields.ts';
import { addProvider, changeProvider, type Provider } from './queries.ts';

interface ProviderFormProps {
  /** The one that is changed; `null`: a new one. */
  readonly provider: Provider | null;
  readonly onClose: () => void;
  /** It was added: its id. */
  readonly onAdded?: (id: string) => void;
}

/** Adds an identity provider, or changes one: its id and issuer stay then. */
export function ProviderForm({ provider, onClose, onAdded }: ProviderFormProps) {
  const { t } = useTranslation();
  const [fields, setFields] = useState(provider === null ? NOTHING : fieldsOf(provider));
  const [ownId, setOwnId] = useState(false);
  const [tried, setTried] = useState(false);
  const isNew = provider === null;
  const wrong = wrongFields(fields, provider?.hasClientSecret === true);
  const set = (change: Partial<ProviderFields>) => setFields((now) => ({ ...now, ...change }));
  const text = (name: keyof typeof LONGEST) => ({
    label: t(`accounts.providers.${name}`),
    maxLength: LONGEST[name],
    autoComplete: 'off',
    value: fields[name],
    problem: tried && wrong[name] !== undefined ? t(`accounts.providers.wrong.${wrong[name]}`) : null,
  });
  return (
    <FormDialog
      title={
        isNew ? t('accounts.providers.newTitle') : t('accounts.providers.editTitle', { name: provider.name })
      }
      text={isNew ? t('accounts.providers.newText') : undefined}
      confirm={isNew ? t('accounts.providers.add') : t('ui.save')}
      check={() => {
        setTried(true);
        return Object.keys(wrong).length === 0;
      }}
      run={async () => {
        if (isNew) await addProvider(asNew(fields));
        else await changeProvider(provider.id, asPatch(fields));
        toast(
          t(isNew ? 'accounts.providers.added' : 'accounts.providers.changed', { name: fields.name.trim() }),
        );
      }}
      onDone={() => {
        onClose();
        if (isNew) onAdded?.(fields.id);
      }}
      onClose={onClose}
    >
      <Field
        {...text('name')}
        hint={t('accounts.providers.nameHint')}
        onChange={({ target }) =>
          set({ name: target.value, ...(isNew && !ownId ? { id: idOf(target.value) } : {}) })
        }
      />
      {isNew ? (
        <>
          <Field
            {...text('issuer')}
            hint={t('accounts.providers.issuerHint')}
            placeholder="https://"
            inputMode="url"
            spellCheck={false}
            className="font-mono"
            onChange={({ target }) => set({ issuer: target.value })}
          />
          <Field
            {...text('id')}
            hint={t('accounts.providers.idHint')}
            spellCheck={false}
            className="font-mono"
            onChange={({ target }) => {
              setOwnId(true);
              set({ id: target.value });
            }}
          />
        </>
      ) : null}
      <Field
        {...text('clientId')}
        spellCheck={false}
        className="font-mono"
        onChange={({ target }) => set({ clientId: target.value })}
      />
      <ClientSecret
        fields={fields}
        kept={provider?.hasClientSecret === true}
        problem={text('clientSecret').problem}
        set={set}
      />
      <Newcomers fields={fields} set={set} />
      <CheckField
        label={t('accounts.providers.trustsEmail')}
        hint={t('accounts.providers.trustsEmailHint')}
        checked={fields.trustsEmail}
        onChange={(trustsEmail) => set({ trustsEmail })}
      />
    </FormDialog>
  );
}

interface PartProps {
  readonly fields: ProviderFields;
  readonly set: (change: Partial<ProviderFields>) => void;
}

/** Written, never read: what is kept is only replaced or taken away. */
function ClientSecret({ fields, set, kept, problem }: PartProps & { kept: boolean; problem: string | null }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-2">
      {fields.isPublic ? null : (
        <PasswordField
          label={t('accounts.providers.clientSecret')}
          autoComplete="off"
          maxLength={LONGEST.clientSecret}
          placeholder={kept ? t('accounts.providers.secretKept') : undefined}
          value={fields.clientSecret}
          onChange={(clientSecret) => set({ clientSecret })}
          problem={problem}
        />
      )}
      <CheckField
        label={t('accounts.providers.isPublic')}
        checked={fields.isPublic}
        onChange={(isPublic) => set({ isPublic, clientSecret: '' })}
      />
    </div>
  );
}

/** What becomes of somebody who is not known here. */
function Newcomers({ fields, set }: PartProps) {
  const { t } = useTranslation();
  const { data } = useQuery(organisationsQuery);
  const organisations = (data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Select
        label={t('accounts.providers.newcomers')}
        value={fields.orgId}
        onChange={(orgId) => set({ orgId })}
        choices={[{ value: '', label: t('accounts.providers.nobody') }, ...organisations]}
        hint={fields.orgId === '' ? t('accounts.providers.nobodyHint') : undefined}
      />
      {fields.orgId === '' ? null : (
        <Select
          label={t('accounts.providers.role')}
          value={fields.role}
          onChange={(role) => set({ role })}
          choices={ROLES.map((value) => ({ value, label: t(`frame.roles.${value}`) }))}
        />
      )}
    </div>
  );
}
