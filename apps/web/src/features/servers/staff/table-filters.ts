/** The orders of the page of tables, as its columns have them. */
export const tableOrders = [
  'name',
  'rows',
  'size',
  'heap',
  'indexes',
  'toast',
  'dead',
  'vacuumed',
  'analyzed',
  'sequential',
  'index',
  'cache',
  'writes',
  'hot',
] as const;
export type TableOrder = (typeof tableOrders)[number];

/** The filters in the address of the page. An empty address shows all tables, the largest first. */
export interface TableFilters {
  order?: TableOrder | undefined;
  /** The table that is open. */
  table?: string | undefined;
}

/** A name has no control characters, which the database could not even look for. */
const isName = /^\P{Cc}{1,200}$/u;

/** Reads the address. An unknown value becomes the usual one, and the usual one stays out of the address. */
export function readTableFilters({
  order: wanted,
  table,
}: Partial<Record<keyof TableFilters, unknown>>): TableFilters {
  const order = tableOrders.find((one) => one === wanted);
  return {
    ...(order && order !== 'size' && { order }),
    ...(typeof table === 'string' && isName.test(table) && { table }),
  };
}
