import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { madeToken } from '../../../../src/api/tokens/schemas.ts';
import { post } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import type { Permission, Role } from '../../data/session/session.ts';
import { FormDialog } from '../../nouns/accounts/FormDialog.tsx';
import { RoleChoice } from '../../nouns/accounts/RoleChoice.tsx';
import { Secret } from '../../nouns/accounts/Secret.tsx';
import { CopyBlock } from '../../nouns/CopyBlock.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/form/Field.tsx';
import { Segmented } from '../../ui/form/Segmented.tsx';
import { tokensQuery } from './queries.ts';
import { Scopes } from './Scopes.tsx';

type Made = z.input<typeof madeToken>;
const EXPIRIES = ['7', '30', '90', '365', 'never'] as const;
const DAY_MS = 86_400_000;

/** Asks for it, then says its secret once. */
export function NewToken({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [made, setMade] = useState<Made | null>(null);
  const [name, setName] = useState('');
  const [missing, setMissing] = useState<{ readonly name: boolean; readonly scopes: boolean } | null>(null);
  const [role, setRole] = useState<Role>('viewer');
  const [scopes, setScopes] = useState<readonly Permission[] | null>(null);
  const [expiry, setExpiry] = useState<(typeof EXPIRIES)[number]>('90');
  if (made !== null) return <Made made={made} onClose={onClose} />;
  const check = () => {
    const wrong = { name: name.trim() === '', scopes: scopes?.length === 0 };
    setMissing(wrong);
    return !wrong.name && !wrong.scopes;
  };
  const make = async () => {
    const expiresAt =
      expiry === 'never' ? null : new Date(Date.now() + Number(expiry) * DAY_MS).toISOString();
    setMade(await post<Made>('/tokens', { name: name.trim(), role, scopes, expiresAt }));
    await queryClient.invalidateQueries({ queryKey: tokensQuery.queryKey });
  };
  return (
    <FormDialog
      title={t('accounts.people.tokens.dialogTitle')}
      text={t('accounts.people.tokens.about')}
      confirm={t('accounts.people.tokens.make')}
      check={check}
      run={make}
      onDone={() => undefined}
      onClose={onClose}
    >
      <Field
        label={t('accounts.people.tokens.name')}
        hint={t('accounts.people.tokens.nameHint')}
        problem={missing?.name === true ? t('accounts.entrance.fields.required') : null}
        maxLength={200}
        autoComplete="off"
        value={name}
        onChange={(event) => {
          setName(event.target.value);
          setMissing(null);
        }}
      />
      <RoleChoice
        label={t('accounts.people.tokens.role')}
        value={role}
        onChange={(next) => {
          setRole(next);
          setScopes(null);
        }}
      />
      <Scopes
        role={role}
        value={scopes}
        onChange={setScopes}
        problem={missing?.scopes === true ? t('accounts.people.tokens.scopeNone') : null}
      />
      <div className="flex flex-col items-start gap-1">
        <span aria-hidden className="text-xs font-medium text-muted">
          {t('accounts.people.tokens.expiry')}
        </span>
        <Segmented
          label={t('accounts.people.tokens.expiry')}
          value={expiry}
          onChange={setExpiry}
          choices={EXPIRIES.map((value) => ({
            value,
            label:
              value === 'never'
                ? t('accounts.people.tokens.never')
                : t('accounts.people.tokens.days', { count: Number(value) }),
          }))}
        />
      </div>
    </FormDialog>
  );
}

function Made({ made, onClose }: { readonly made: Made; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const example = `curl -H "Authorization: Bearer ${made.secret}" ${location.origin}/api/v1/devices`;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('accounts.people.tokens.madeTitle', { name: made.token.name })}
      actions={
        <Button look="primary" onClick={onClose}>
          {t('accounts.people.tokens.done')}
        </Button>
      }
    >
      <Secret
        title={t('accounts.people.tokens.secret')}
        text={made.secret}
        note={t('accounts.people.tokens.madeText')}
      />
      <div className="pt-3">
        <CopyBlock title={t('accounts.people.tokens.example')} text={example} />
      </div>
    </Dialog>
  );
}
