import { AsyncLocalStorage } from 'node:async_hooks';
import { type AuditActor, SYSTEM_ACTOR } from '../../../model/audit.ts';

const actors = new AsyncLocalStorage<AuditActor>();

/**
 * Everything that `work` changes, and what it awaits, is written down as this actor's doing. Loops and timers that outlive
 * the request that started them run as SYSTEM_ACTOR: they would go on in its name.
 */
export function runAs<Result>(actor: AuditActor, work: () => Result): Result {
  return actors.run(actor, work);
}

/** The system, where nobody else is named. */
export function currentActor(): AuditActor {
  return actors.getStore() ?? SYSTEM_ACTOR;
}
