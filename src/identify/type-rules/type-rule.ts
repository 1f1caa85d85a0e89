import type { DeviceType } from '../../model/device-types.ts';
import type { AttributeName } from '../sighting.ts';

/**
 * The contract of a type rule: data, no code. All conditions of `when` must hold; then `weight`
 * (0…1, how much this alone says) is a vote for `type`. Hints shared by different kinds of device
 * (vendors, common services) weigh less than 0.5, so that none of them decides alone.
 */
export interface TypeRule {
  readonly type: DeviceType;
  readonly weight: number;
  readonly when: {
    /** Something said by or about the device. Patterns without `g`, so that they keep no state. */
    readonly said?: { readonly attributes: readonly AttributeName[]; readonly matches: RegExp };
    /** It answers in one of these services (names of service-names.ts or of dissectors). */
    readonly service?: readonly string[];
    /** It sends this link-layer protocol. */
    readonly speaks?: 'profinet' | 'goose' | 'sv' | 'ethercat';
    /** It is a client of at least so many industrial servers. */
    readonly clientOf?: number;
    /** OUI vendor. */
    readonly vendor?: RegExp;
    /** Its traffic shows that it forwards for others. */
    readonly gateway?: true;
  };
}
