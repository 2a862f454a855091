import { referenceList, type TableRules } from '../engine/access-rules.ts';

/** Migrations alone change the rules. */
export const access: TableRules = { standing_rules: referenceList };
