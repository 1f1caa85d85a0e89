import { ShieldCheck, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { recoveryCodes } from '../../../../src/api/account/schemas.ts';
import { post } from '../../data/api.ts';
import { toast } from '../../data/toasts.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/layout/Card.tsx';
import { PasswordPrompt } from './PasswordPrompt.tsx';
import { type Account, accountAgain } from './queries.ts';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { SetUpSecondFactor } from './SetUpSecondFactor.tsx';

export function SecondFactorCard({ account }: { readonly account: Account }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<'set-up' | 'remove' | 'codes' | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const close = () => setAsked(null);
  const { hasTwoFactor, hasPassword, recoveryCodesLeft } = account;
  const Icon = hasTwoFactor ? ShieldCheck : ShieldOff;
  return (
    <Card title={t('accounts.own.second')}>
      <div className="flex flex-col items-start gap-3">
        <p className="flex items-start gap-2 text-sm">
          <Icon
            size={16}
            aria-hidden
            className={hasTwoFactor ? 'mt-0.5 shrink-0 text-good' : 'mt-0.5 shrink-0 text-muted'}
          />
          <span>
            {t(hasTwoFactor ? 'accounts.own.secondOn' : 'accounts.own.secondOff')}
            {hasTwoFactor ? (
              <span className="block text-xs text-muted">
                {t('accounts.own.left', { count: recoveryCodesLeft })}
              </span>
            ) : null}
          </span>
        </p>
        <div className="flex flex-wrap gap-2">
          {hasTwoFactor ? (
            <>
              <Button size="small" onClick={() => setAsked('codes')}>
                {t('accounts.own.newCodes')}
              </Button>
              <Button size="small" look="danger" onClick={() => setAsked('remove')}>
                {t('accounts.own.removeSecond')}
              </Button>
            </>
          ) : hasPassword ? (
            <Button size="small" look="primary" onClick={() => setAsked('set-up')}>
              {t('accounts.own.setUp')}
            </Button>
          ) : null}
        </div>
      </div>
      {asked === 'set-up' ? (
        <SetUpSecondFactor
          onClose={close}
          onDone={(made) => {
            close();
            setCodes(made);
            void accountAgain();
          }}
        />
      ) : null}
      {asked === 'remove' ? (
        <PasswordPrompt
          danger
          title={t('accounts.own.removeSecondTitle')}
          text={t('accounts.own.removeSecondText')}
          confirm={t('accounts.own.remove')}
          onClose={close}
          run={async (password) => {
            await post('/account/two-factor/remove', { password });
            toast(t('accounts.own.removed'));
            await accountAgain();
          }}
        />
      ) : null}
      {asked === 'codes' ? (
        <PasswordPrompt
          title={t('accounts.own.newCodesTitle')}
          text={t('accounts.own.newCodesText')}
          confirm={t('accounts.own.make')}
          onClose={close}
          run={async (password) => {
            const made = await post<z.input<typeof recoveryCodes>>('/account/recovery-codes', { password });
            setCodes(made.recoveryCodes);
            await accountAgain();
          }}
        />
      ) : null}
      {codes === null ? null : <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
    </Card>
  );
}
