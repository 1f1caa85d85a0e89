/** What the URL says of the matrix. */
import { one, type Search } from '../../data/search.ts';
import { ORDERS, type Order } from '../../graph/matrix/matrix-model.ts';

/** Rows and columns asked for at first, and the steps of "show more". */
export const STEPS = [50, 100, 200, 500] as const;

export interface MatrixSearch {
  readonly by: 'device' | 'vlan';
  readonly order: Order;
  /** `null`: all. A VLAN id, or `none`. */
  readonly vlan: string | null;
  readonly devices: number;
}

/** What is no valid value counts as absent. */
export function readMatrixSearch(search: Search): MatrixSearch {
  const devices = Number(one(search, 'devices'));
  const vlan = one(search, 'vlan') ?? '';
  const by = one(search, 'by') === 'vlan' ? 'vlan' : 'device';
  return {
    by,
    order: ORDERS.find((name) => name === one(search, 'order')) ?? 'volume',
    vlan:
      by === 'device' && (vlan === 'none' || (/^\d{1,4}$/.test(vlan) && Number(vlan) < 4096)) ? vlan : null,
    devices: Number.isInteger(devices) && devices >= 2 && devices <= 500 ? devices : STEPS[0],
  };
}
