import { InputError } from '../../base/errors.ts';
import { say } from '../../model/messages/message.ts';
import { saidOf } from '../../model/messages/refusal.ts';
import { spoken } from '../answers/spoken.ts';
import type { Api, ApiContext, Org } from '../deps.ts';
import { languageOf } from '../problems/language.ts';
import { found, Problem } from '../problems/problems.ts';
import { expectSite } from '../sites/in-site.ts';
import { interfaceList, interfaceName, listenBody, listeningView } from './schemas.ts';

const listeningOn = (org: Org, name: string) =>
  org.listening.list().find((it) => it.interface === name) ?? null;

export function interfaceRoutes(app: Api, { org, interfaces, feed }: ApiContext): void {
  app.get('/interfaces', { schema: { response: { 200: interfaceList } } }, (request) => {
    const mine = org(request);
    const { language } = languageOf(request);
    const heard = (name: string) => {
      const listening = listeningOn(mine, name);
      return listening === null ? null : spoken(listening, language);
    };
    return { items: interfaces().map((it) => ({ ...it, listening: heard(it.name) })) };
  });

  app.post(
    '/interfaces/:name/listen',
    { schema: { params: interfaceName, body: listenBody, response: { 201: listeningView } } },
    async (request, reply) => {
      const { name } = request.params;
      const mine = org(request);
      found('interface', name, interfaces().find((it) => it.name === name) ?? null);
      if (listeningOn(mine, name) !== null) {
        throw new Problem('already-listening', say('listen.already', { name }));
      }
      await expectSite(mine, request.body?.siteId, { in: 'body', path: 'siteId' });
      try {
        const view = await mine.listening.start({ interface: name, ...request.body });
        feed.touch(mine.id, ['captures', 'interfaces', 'sites']);
        const target = { kind: 'interface', id: name };
        const after = { captureId: view.captureId, ...request.body };
        await mine.state.audit.record({ action: 'listening.started', target, after });
        return reply.code(201).send(spoken(view, languageOf(request).language));
      } catch (error) {
        if (error instanceof InputError) throw new Problem('cannot-listen', saidOf(error));
        throw error;
      }
    },
  );

  app.delete('/interfaces/:name/listen', { schema: { params: interfaceName } }, async (request, reply) => {
    const { name } = request.params;
    const mine = org(request);
    found('listening', name, (await mine.listening.stop(name)) ? name : null);
    await mine.state.audit.record({ action: 'listening.stopped', target: { kind: 'interface', id: name } });
    feed.touch(mine.id, ['captures', 'interfaces']);
    return reply.code(204).send();
  });
}
