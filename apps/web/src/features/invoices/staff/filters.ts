import { invoiceFilters } from '@namc/inputs/invoices';
import type { z } from 'zod/mini';
import { readLeniently } from '../../../lib/lenient.ts';

type Filters = z.output<typeof invoiceFilters>;
export type DuesFilters = { [Name in keyof Filters]?: Filters[Name] | undefined };

/** The filters of an address, without those that are the default. */
export function readDuesFilters(given: object): DuesFilters {
  const { state, q } = readLeniently(invoiceFilters, given) as DuesFilters;
  return { ...(state && state !== 'OPEN' && { state }), ...(q && { q }) };
}
