import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { capturesQuery } from '../../data/captures.ts';
import { useScope } from '../../data/scope.ts';
import { PageLink } from '../../ui/PageLink.tsx';
import { OrganisationSwitch } from './OrganisationSwitch.tsx';

/** Whose network this is, and whether what is shown has the demo in it. */
export function OrganisationName() {
  return (
    <span className="mr-2 flex min-w-0 shrink-0 items-center gap-2">
      <OrganisationSwitch />
      <DemoMark />
    </span>
  );
}

/** Nobody takes the made-up network for a real one. */
function DemoMark() {
  const { t } = useTranslation();
  const { capture, site } = useScope();
  const { data: captures = [] } = useQuery(capturesQuery);
  const demo = captures.find(
    ({ kind, id, siteId }) =>
      kind === 'demo' && (capture === undefined || capture === id) && (site === undefined || site === siteId),
  );
  if (demo === undefined) return null;
  return (
    <PageLink
      to="/captures"
      search={{ open: demo.id }}
      title={t('frame.demoHint')}
      className="rounded-sm bg-wash px-1.5 text-xs leading-5 font-medium text-accent hover:underline"
    >
      {t('frame.demo')}
    </PageLink>
  );
}
