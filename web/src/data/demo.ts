import { post } from './api.ts';
import { queryClient } from './query-client.ts';
import type { Uploaded } from './uploads.ts';

/** The server makes its demo network's capture and imports it; `already` when it is there. */
export async function loadDemo(): Promise<Uploaded> {
  const answer = await post<Uploaded>('/demo');
  await queryClient.invalidateQueries({ queryKey: ['captures'] });
  return answer;
}
