import type { Permission } from '@namc/inputs/roles';

/**
 * The access rules of a table in a noun's `access.ts`, one line for each verb. The policies and grants in
 * `drizzle/` enforce the same rules, and `tools/access/access-matrix.test.ts` tries every cell as the application's
 * login.
 */
export type Verb = 'select' | 'insert' | 'update' | 'delete';
/** `own` rows are about the person or made by the person; `all` rows are everyone's. */
export type Reach = 'own' | 'all';

export interface Rule {
  /** Visitors, and everyone else who is not staff. */
  anyone?: Reach;
  /** Every signed-in person. */
  account?: Reach;
  /** Active members only. */
  member?: Reach;
  /** Suspended people too. Without it they read what every account reads, and change nothing. */
  suspended?: true;
  /**
   * Staff with this permission reach all rows. `any` is every staff role; `system` is the portal's own work alone.
   */
  staff?: 'any' | 'system' | Permission;
  /** Staff also reach their own rows: all of them, or those with this permission. */
  staffOwn?: true | Permission;
}

export type TableAccess = { [verb in Verb]?: Rule };
/** By the name of the table. */
export type TableRules = Record<string, TableAccess>;

export const verbs = ['select', 'insert', 'update', 'delete'] as const satisfies Verb[];

/** Everyone may read the table; the noun adds the writers. */
export const referenceList: TableAccess = { select: { anyone: 'all', staff: 'any' } };

/** Only the portal's own work reaches the table. */
export const systemOnly: TableAccess = {
  select: { staff: 'system' },
  insert: { staff: 'system' },
  update: { staff: 'system' },
  delete: { staff: 'system' },
};
