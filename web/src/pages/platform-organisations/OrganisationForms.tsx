import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patch, post } from '../../data/api.ts';
import { toast } from '../../data/toasts.ts';
import { FormDialog } from '../../nouns/accounts/FormDialog.tsx';
import { type Organisation, organisationsAgain } from '../../nouns/accounts/organisations.ts';
import { Field } from '../../ui/form/Field.tsx';

const ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
const LONGEST_NAME = 200;

export function NewOrganisation({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [id, setId] = useState('');
  const [tried, setTried] = useState(false);
  const noName = name.trim() === '';
  const wrongId = id !== '' && !ID.test(id);
  return (
    <FormDialog
      title={t('accounts.people.platform.newOrganisationTitle')}
      text={t('accounts.entrance.setup.organisationText')}
      confirm={t('accounts.people.platform.make')}
      check={() => {
        setTried(true);
        return !noName && !wrongId;
      }}
      run={async () => {
        await post('/platform/organisations', { name: name.trim(), ...(id === '' ? {} : { id }) });
        toast(t('accounts.people.platform.organisationMade', { name: name.trim() }));
        await organisationsAgain();
      }}
      onClose={onClose}
    >
      <Field
        label={t('accounts.people.platform.name')}
        problem={tried && noName ? t('accounts.entrance.fields.required') : null}
        maxLength={LONGEST_NAME}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label={t('accounts.people.platform.id')}
        hint={t('accounts.people.platform.idHint')}
        problem={wrongId ? t('accounts.people.platform.idWrong') : null}
        className="font-mono"
        spellCheck={false}
        autoComplete="off"
        maxLength={63}
        value={id}
        onChange={(event) => setId(event.target.value)}
      />
    </FormDialog>
  );
}

export function RenameOrganisation({
  row,
  onClose,
}: {
  readonly row: Organisation;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(row.name);
  const noName = name.trim() === '';
  return (
    <FormDialog
      title={t('accounts.people.platform.renameTitle', { name: row.name })}
      confirm={t('ui.save')}
      check={() => !noName}
      run={async () => {
        await patch(`/platform/organisations/${encodeURIComponent(row.id)}`, { name: name.trim() });
        toast(t('accounts.people.platform.renamed', { name: name.trim() }));
        await organisationsAgain();
      }}
      onClose={onClose}
    >
      <Field
        label={t('accounts.people.platform.name')}
        problem={noName ? t('accounts.entrance.fields.required') : null}
        maxLength={LONGEST_NAME}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
    </FormDialog>
  );
}
