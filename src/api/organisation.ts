import type { FastifyRequest } from 'fastify';
import { say } from '../model/messages/message.ts';
import type { Backend, Org } from './deps.ts';
import { Problem } from './problems/problems.ts';

/** The organisation that is there from the start: the set-up names it, the command line fills it. */
export const DEFAULT_ORGANISATION = 'default';

/**
 * The only place that says which organisation a request sees: the one that its principal was admitted to. `backend` throws
 * while there is none.
 */
export function organisationOf(backend: () => Backend): (request: Pick<FastifyRequest, 'principal'>) => Org {
  let known: { readonly of: Backend; readonly orgs: Map<string, Org> } | null = null;
  return ({ principal }) => {
    const of = backend();
    const id = principal?.orgId;
    if (id == null) throw new Problem('not-a-member', say('who.belongs-nowhere'));
    if (known?.of !== of) known = { of, orgs: new Map() };
    const org = known.orgs.get(id) ?? {
      id,
      state: of.state.forOrg(id),
      telemetry: of.telemetry.forOrg(id),
      imports: of.imports.forOrg(id),
      listening: of.listening.forOrg(id),
    };
    known.orgs.set(id, org);
    return org;
  };
}
