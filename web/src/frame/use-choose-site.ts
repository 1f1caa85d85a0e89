import { useQuery } from '@tanstack/react-query';
import { capturesQuery } from '../data/captures.ts';
import { useScope } from '../data/scope.ts';
import { useChangeSearch } from '../data/use-search.ts';

/** Shows one site alone, or all. A capture that was chosen before and is of another place would leave nothing to see. */
export function useChooseSite(): (id: string | undefined) => void {
  const { capture } = useScope();
  const change = useChangeSearch();
  const { data } = useQuery(capturesQuery);
  return (id) => {
    const stays = id === undefined || data?.find((it) => it.id === capture)?.siteId === id;
    change({ site: id, ...(stays ? {} : { capture: undefined }) });
  };
}
