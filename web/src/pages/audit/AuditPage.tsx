import { useTranslation } from 'react-i18next';
import { AuditTable } from '../../nouns/audit/AuditTable.tsx';

/** The log of the organisation. */
export default function AuditPage() {
  const { t } = useTranslation();
  return <AuditTable noun="audit" title={t('audit.title')} path="/audit" exportPath="/export/audit" />;
}
