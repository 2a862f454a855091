import type { Permission } from '@namc/inputs/roles';

/**
 * What a noun's `access.ts` says of its tables, one line for each verb. The policies and grants in `drizzle/` say the same
 * to the database, and `tools/access/access-matrix.test.ts` tries every cell as the application's login.
 */
export type Verb = 'select' | 'insert' | 'update' | 'delete';
/** `own` rows are about the person, or made by the person; `all` rows are everybody's. */
export type Reach = 'own' | 'all';

export interface Rule {
  /** Visitors, and everybody else who is not staff. */
  anyone?: Reach;
  /** Everybody who is signed in. */
  account?: Reach;
  /** Active members only. */
  member?: Reach;
  /** Staff with this permission reach all rows. `any` is every staff role, `system` the portal's own work alone. */
  staff?: 'any' | 'system' | Permission;
  /** Staff also reach their own rows, whatever their permissions. */
  staffOwn?: true;
}

export type TableAccess = { [verb in Verb]?: Rule };
/** By the name of the table. */
export type TableRules = Record<string, TableAccess>;

export const verbs = ['select', 'insert', 'update', 'delete'] as const satisfies Verb[];

/** Everybody reads the table; the noun adds who writes it. */
export const referenceList: TableAccess = { select: { anyone: 'all', staff: 'any' } };

/** Only the portal's own work reaches the table. */
export const systemOnly: TableAccess = {
  select: { staff: 'system' },
  insert: { staff: 'system' },
  update: { staff: 'system' },
  delete: { staff: 'system' },
};
