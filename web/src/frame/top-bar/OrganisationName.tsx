import { useQuery } from '@tanstack/react-query';
import { statusQuery } from '../../data/status.ts';

/** Whose network this is. */
export function OrganisationName() {
  const { data } = useQuery(statusQuery);
  const name = data?.organisation.name;
  if (name === undefined) return null;
  return (
    <span className="mr-2 max-w-48 shrink-0 truncate text-sm font-medium max-md:hidden" title={name}>
      {name}
    </span>
  );
}
