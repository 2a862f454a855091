import type { TableRules } from '../engine/access-rules.ts';

/** The functions of the search read it, and one writes it anew. */
export const access: TableRules = { search_words: {} };
