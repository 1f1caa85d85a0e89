import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { devicePage } from '../../../src/api/devices/schemas.ts';
import { get } from './api.ts';

const MOST_FOUND = 8;
const LONGEST = 200;

/** The first devices whose name, address, MAC, vendor, tag or notes have words that begin so. */
export const foundDevices = (text: string) =>
  queryOptions({
    queryKey: ['devices', 'found', text],
    queryFn: ({ signal }) =>
      get<z.input<typeof devicePage>>('/devices', { q: text.slice(0, LONGEST), limit: MOST_FOUND }, signal),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });
