import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { auditVerdict } from '../../../../src/api/audit/schemas.ts';
import { get } from '../../data/api.ts';
import type { Noun } from '../../data/query-client.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Problem } from '../../ui/states/States.tsx';

interface VerifyProps {
  readonly noun: Noun;
  readonly path: string;
}

/** Looks, when asked, whether somebody changed the log behind Vigie's back. */
export function Verify({ noun, path }: VerifyProps) {
  const { t } = useTranslation();
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: [noun, 'verify'],
    queryFn: ({ signal }) => get<z.input<typeof auditVerdict>>(path, {}, signal),
    enabled: false,
    gcTime: 0,
  });
  return (
    <>
      {error !== null ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? null : (
        <Verdict verdict={data} />
      )}
      <Button
        size="small"
        title={t('audit.verify.hint')}
        disabled={isFetching}
        onClick={() => void refetch()}
      >
        <ShieldCheck size={14} aria-hidden />
        {t('audit.verify.check')}
      </Button>
    </>
  );
}

function Verdict({ verdict: { rows, broken } }: { readonly verdict: z.input<typeof auditVerdict> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span role="status">
      {broken === null ? (
        <Badge tone="good">{t('audit.verify.whole', { count: rows, n: format.count(rows) })}</Badge>
      ) : (
        <Badge tone="bad" title={t(`audit.verify.fault.${broken.fault}`)}>
          {t('audit.verify.broken', { seq: format.count(broken.seq) })}{' '}
          {t(`audit.verify.fault.${broken.fault}`)}
        </Badge>
      )}
    </span>
  );
}
