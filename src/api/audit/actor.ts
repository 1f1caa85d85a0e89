import type { FastifyRequest } from 'fastify';
import type { AuditActor } from '../../model/audit.ts';
import { runAs } from '../../store/state/audit/context.ts';
import type { Api } from '../deps.ts';

type Asked = Pick<FastifyRequest, 'principal' | 'peer'>;

/** Who a request is written down as. Before somebody is signed in that is nobody, from an address. */
export function actorOf({ principal, peer }: Asked): AuditActor {
  const from = peer.address;
  if (principal === null) return { kind: 'session', id: '', label: '', from };
  const { kind, id, user, label } = principal;
  return { kind, id: user?.id ?? id, label, from };
}

/** What requests to `app` change is written down as theirs. After the body was read: its events would lose the context. */
export function nameActors(app: Api): void {
  app.addHook('preValidation', (request, _reply, done) => runAs(actorOf(request), () => done()));
}
