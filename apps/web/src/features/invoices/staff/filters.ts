import { invoiceFilters } from '@namc/inputs/invoices';
import type { z } from 'zod/mini';
import { readLeniently } from '../../../lib/lenient.ts';

type Filters = z.output<typeof invoiceFilters>;
export type DuesFilters = { [Name in keyof Filters]?: Filters[Name] | undefined };

/** The filters of an address, without those that are the default. */
export function readDuesFilters(given: object): DuesFilters {
  const { view, q } = readLeniently(invoiceFilters, given) as DuesFilters;
  return { ...(view && view !== 'OPEN' && { view }), ...(q && { q }) };
}
