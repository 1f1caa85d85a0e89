import { useTranslation } from 'react-i18next';
import { AuditTable } from '../../nouns/audit/AuditTable.tsx';

/** The log above the organisations: sign-ins, people, organisations, identity providers. */
export default function PlatformAuditPage() {
  const { t } = useTranslation();
  return (
    <AuditTable
      noun="platform-audit"
      title={t('audit.platformTitle')}
      path="/platform/audit"
      exportPath="/platform/audit/export"
    />
  );
}
