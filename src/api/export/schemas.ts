import { z } from 'zod';
import { flowFilter } from '../flows/schemas.ts';
import { IN_ORDER, id, inOrder, withRange } from '../schemas.ts';

const format = z.enum(['csv', 'json']).default('csv');
export const flowExportQuery = z
  .strictObject({ ...flowFilter, device: id.exactOptional(), format })
  .refine(inOrder, IN_ORDER)
  .transform(withRange);
