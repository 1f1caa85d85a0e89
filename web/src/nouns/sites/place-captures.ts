import { patch } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';

/** Says where these were taken, one after the other; everything that is shown is asked for again, as far as it went. */
export async function placeCaptures(ids: readonly string[], siteId: string | null): Promise<void> {
  try {
    for (const id of ids) await patch(`/captures/${encodeURIComponent(id)}`, { siteId });
  } finally {
    await queryClient.invalidateQueries();
  }
}
