import type { ApiDeps, Org } from './deps.ts';

/** Until accounts exist there is one, and every request is its own. */
export const DEFAULT_ORGANISATION = 'default';

/** The only place that says which organisation a request sees. */
export function organisationOf({ state, telemetry, imports }: ApiDeps): () => Org {
  const id = DEFAULT_ORGANISATION;
  const org: Org = {
    id,
    state: state.forOrg(id),
    telemetry: telemetry.forOrg(id),
    imports: imports.forOrg(id),
  };
  return () => org;
}
