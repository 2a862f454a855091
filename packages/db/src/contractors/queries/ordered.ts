import type { SearchContractorsInput } from '@namc/inputs/contractors';
import type { Fragment } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import type { SortKey } from './cursor.ts';
import type { Meaning } from './meaning.ts';

/** The order of a search without ranking, from which ranking also takes its candidates. */
export interface Order {
  kind: 'license' | 'name' | 'precedence' | 'distance';
  key: Fragment;
}

export interface Ordered {
  tx: Transaction;
  input: SearchContractorsInput;
  meaning: Meaning;
  order: Order;
}

/** A place in an order: the sort key and the license number of a row there. */
export type Position = [key: SortKey, licenseNumber: string];
