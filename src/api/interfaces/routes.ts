import type { Api, ApiContext } from '../deps.ts';
import { interfaceList } from './schemas.ts';

export function interfaceRoutes(app: Api, { interfaces }: ApiContext): void {
  app.get('/interfaces', { schema: { response: { 200: interfaceList } } }, async () => ({
    items: await interfaces(),
  }));
}
