import { INDUSTRIAL_RULES } from './industrial.ts';
import { NAME_RULES } from './names.ts';
import { NETWORK_RULES } from './network.ts';
import { ROLE_RULES } from './roles.ts';
import { SERVICE_RULES } from './services.ts';
import { SYSTEM_RULES } from './systems.ts';
import type { TypeRule } from './type-rule.ts';
import { VENDOR_RULES } from './vendors.ts';

/** Every rule; the order does not matter. */
export const TYPE_RULES: readonly TypeRule[] = [
  ...ROLE_RULES,
  ...NETWORK_RULES,
  ...SERVICE_RULES,
  ...INDUSTRIAL_RULES,
  ...SYSTEM_RULES,
  ...NAME_RULES,
  ...VENDOR_RULES,
];
