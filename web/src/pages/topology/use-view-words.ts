import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { vlanList } from '../../../../src/api/vlans/schemas.ts';
import { get } from '../../data/api.ts';
import type { ViewWords } from '../../graph/view/view-contract.ts';

/** Names of lanes and VLANs in the picture; `key` changes with them. */
export function useViewWords(): { readonly words: ViewWords; readonly key: string } {
  const { t, i18n } = useTranslation();
  const { data } = useQuery({
    queryKey: ['vlans'],
    queryFn: ({ signal }) => get<z.input<typeof vlanList>>('/vlans', {}, signal),
  });
  return useMemo(() => {
    const names = new Map((data?.items ?? []).map(({ vlan, name }) => [vlan, name]));
    const words: ViewWords = {
      lane: (lane) => t(`topology.lanes.${lane}`),
      vlan(vlan) {
        const name = names.get(vlan) ?? null;
        return name === null ? t('topology.vlan', { vlan }) : t('topology.vlanNamed', { vlan, name });
      },
    };
    return { words, key: `${i18n.language} ${[...names].join()}` };
  }, [t, i18n.language, data]);
}
