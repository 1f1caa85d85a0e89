/** How Vigie itself is, over all organisations: for administrators of the platform. */
import { spoken } from '../answers/spoken.ts';
import type { Api, ApiContext } from '../deps.ts';
import { languageOf } from '../problems/language.ts';
import { watchLoopDelay } from './loop-delay.ts';
import { platformHealth } from './schemas.ts';

export function healthRoutes(app: Api, context: ApiContext): void {
  const { backend, clock, startedAt, version, engines, refusals, outgoing, diskUse, log } = context;
  const delay = watchLoopDelay();
  app.addHook('onClose', async () => delay.stop());

  app.get('/platform/health', { schema: { response: { 200: platformHealth } } }, async (request) => {
    const { language } = languageOf(request);
    const { state, telemetry, imports, listening, accounts } = backend();
    const { rss, heapUsed } = process.memoryUsage();
    const organisations = await state.organisations.list();
    const jobs = organisations.map(({ id, name }) => ({
      organisation: { id, name },
      imports: imports
        .forOrg(id)
        .list()
        .map((it) => spoken(it, language)),
      listening: listening
        .forOrg(id)
        .list()
        .map((it) => spoken(it, language)),
    }));
    const disk = await (diskUse?.() ?? Promise.resolve(null)).catch((error: unknown) => {
      log.warn({ err: error }, 'the size of the data folder cannot be told');
      return null;
    });
    const { wrong, refused, addresses, forgotten } = accounts.guard.counters;
    const sent = outgoing?.() ?? null;
    return {
      ...{ version, startedAt, uptimeSeconds: Math.max(0, (clock() - startedAt) / 1e6) },
      process: { memoryBytes: rss, heapBytes: heapUsed, loopDelay: delay.read() },
      stores: {
        state: { engine: engines.state, lastError: state.lastError() },
        telemetry: { engine: engines.telemetry, ...telemetry.counters() },
      },
      disk,
      jobs: jobs.filter((each) => each.imports.length + each.listening.length > 0),
      refused: [...refusals.all()].map(([reason, count]) => ({ reason, count })),
      outgoing:
        sent === null
          ? null
          : {
              answered: sent.answered,
              failed: Object.entries(sent.failed).map(([reason, count]) => ({ reason, count })),
            },
      signIns: { wrong, heldBack: refused, addresses, forgotten },
    };
  });
}
