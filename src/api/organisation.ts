import type { Backend, Org } from './deps.ts';

/** Until accounts exist there is one, and every request is its own. */
export const DEFAULT_ORGANISATION = 'default';

/** The only place that says which organisation a request sees. `backend` throws while there is none. */
export function organisationOf(backend: () => Backend): () => Org {
  const id = DEFAULT_ORGANISATION;
  let known: { readonly of: Backend; readonly org: Org } | null = null;
  return () => {
    const of = backend();
    if (known?.of !== of) {
      const org: Org = {
        id,
        state: of.state.forOrg(id),
        telemetry: of.telemetry.forOrg(id),
        imports: of.imports.forOrg(id),
        listening: of.listening.forOrg(id),
      };
      known = { of, org };
    }
    return known.org;
  };
}
