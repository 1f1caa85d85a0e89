import { post } from './api.ts';
import { queryClient } from './query-client.ts';
import { one, parseSearch } from './search.ts';
import type { Uploaded } from './uploads.ts';

/** The server makes its demo network's capture and imports it, at the site that is shown; `already` when it is there. */
export async function loadDemo(): Promise<Uploaded> {
  const site = one(parseSearch(location.search), 'site');
  const answer = await post<Uploaded>('/demo', undefined, { site });
  await queryClient.invalidateQueries({ queryKey: ['captures'] });
  return answer;
}
