import type { TableRules } from '../engine/access-rules.ts';

/** The functions of the directory read it, and decide who sees what. */
export const access: TableRules = { directory_firms: {} };
