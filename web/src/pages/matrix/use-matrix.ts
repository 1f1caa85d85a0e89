import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { matrix as deviceMatrix, vlanMatrix } from '../../../../src/api/topology/schemas.ts';
import { get } from '../../data/api.ts';
import type { Scope } from '../../data/scope.ts';
import { buildMatrix, type Matrix } from '../../graph/matrix/matrix-model.ts';
import { deviceLabel } from '../../ui/network/device-label.ts';
import type { MatrixSearch } from './matrix-search.ts';

type Devices = z.input<typeof deviceMatrix>;
type Vlans = z.input<typeof vlanMatrix>;

export interface MatrixAnswer {
  /** Absent until it is here. */
  readonly matrix: Matrix | null;
  readonly sidesLeftOut: number;
  readonly error: unknown;
  readonly retry: () => void;
}

/** VLANs are numbers, untagged traffic has none. */
const vlanKey = (vlan: number | null): string => (vlan === null ? 'none' : String(vlan));

export function useMatrix({ by, vlan, devices }: MatrixSearch, scope: Scope): MatrixAnswer {
  const { t } = useTranslation();
  const ofDevices = useQuery({
    queryKey: ['topology', 'matrix', scope, vlan, devices],
    queryFn: ({ signal }) =>
      get<Devices>('/topology/matrix', { ...scope, vlan, maxDevices: devices }, signal),
    enabled: by === 'device',
  });
  const ofVlans = useQuery({
    queryKey: ['topology', 'matrix', 'vlans', scope],
    queryFn: ({ signal }) => get<Vlans>('/topology/matrix/vlans', { ...scope }, signal),
    enabled: by === 'vlan',
  });
  const matrix = useMemo(() => {
    if (by === 'vlan') {
      if (ofVlans.data === undefined) return null;
      const { sides, cells } = ofVlans.data;
      const vlanName = (id: number | null, name: string | null): string => {
        if (id === null) return t('matrix.untagged');
        return name === null ? t('matrix.vlan', { vlan: id }) : t('matrix.vlanNamed', { vlan: id, name });
      };
      const named = sides.map(({ vlan: id, name }) => ({
        key: vlanKey(id),
        name: vlanName(id, name),
        type: null,
        vlan: id ?? -1,
      }));
      return buildMatrix(
        named,
        cells.map((cell) => ({ ...cell, from: vlanKey(cell.from), to: vlanKey(cell.to) })),
      );
    }
    if (ofDevices.data === undefined) return null;
    const named = ofDevices.data.sides.map(({ device, label }) => ({
      key: device,
      name: deviceLabel({ id: device, name: label?.name ?? null, ip: label?.ip ?? null }),
      type: label?.type ?? 'unknown',
      vlan: label?.vlans[0] ?? -1,
    }));
    return buildMatrix(named, ofDevices.data.cells);
  }, [by, ofVlans.data, ofDevices.data, t]);
  const query = by === 'vlan' ? ofVlans : ofDevices;
  const { refetch } = query;
  return {
    matrix,
    sidesLeftOut: by === 'vlan' ? 0 : (ofDevices.data?.sidesLeftOut ?? 0),
    error: query.error,
    retry: () => void refetch(),
  };
}
