import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { twoFactorProposal } from '../../../../src/api/account/schemas.ts';
import { post } from '../../data/api.ts';
import { FormDialog } from '../../nouns/accounts/FormDialog.tsx';
import { QrImage } from '../../nouns/accounts/QrImage.tsx';
import { CopyBlock } from '../../nouns/CopyBlock.tsx';
import { Field } from '../../ui/form/Field.tsx';
import { PasswordPrompt } from './PasswordPrompt.tsx';

type Proposal = z.input<typeof twoFactorProposal>;

interface SetUpSecondFactorProps {
  /** With the recovery codes. */
  readonly onDone: (codes: readonly string[]) => void;
  readonly onClose: () => void;
}

/** The password, the secret as a picture, the first code. It is in force after that. */
export function SetUpSecondFactor({ onDone, onClose }: SetUpSecondFactorProps) {
  const { t } = useTranslation();
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const [code, setCode] = useState('');
  if (proposal === null) {
    return (
      <PasswordPrompt
        title={t('accounts.own.setUpTitle')}
        text={t('accounts.own.setUpText')}
        confirm={t('accounts.own.continue')}
        onClose={onClose}
        onDone={() => undefined}
        run={async (password) => setProposal(await post<Proposal>('/account/two-factor', { password }))}
      />
    );
  }
  return (
    <FormDialog
      title={t('accounts.own.setUpTitle')}
      text={t('accounts.own.scan')}
      confirm={t('accounts.own.turnOn')}
      wrong={t('accounts.own.wrongCode')}
      check={() => code.trim() !== ''}
      run={() => post('/account/two-factor/verify', { code: code.replace(/\s/g, '') })}
      onDone={() => onDone(proposal.recoveryCodes)}
      onClose={onClose}
    >
      <div className="flex justify-center">
        <QrImage text={proposal.uri} label={t('accounts.own.qr')} />
      </div>
      <CopyBlock title={t('accounts.own.secret')} text={proposal.secret} />
      <Field
        label={t('accounts.own.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={9}
        className="font-mono"
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
    </FormDialog>
  );
}
