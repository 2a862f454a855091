import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import type { SearchedText } from './text.ts';

/** Texts of a row by their names. */
export type Facts = Record<string, string | null>;

/** What a list shows of a row that was found. */
export interface ShownHit {
  title: string;
  /** Facts that tell rows of the same title apart: a place, a number, a firm. */
  about: string[];
}

/**
 * One kind of things that the search across the portal finds. A kind reads rows as its reader, through the functions and the policies
 * of its own noun: nobody finds or counts a row that they may not see.
 */
export interface SearchKind {
  /** The most rows that are counted, if each costs more than usual. */
  most?: number;
  /**
   * Selects each row that the text finds once, at most `most` of them: its `id`, its `fit` from 1 to 6, and `place`, a text
   * that orders rows of the same fit.
   */
  found: (sql: TransactionClient, text: SearchedText, most: number) => Fragment;
  /** Selects `id` and `facts` (`Facts` as jsonb) of the rows in `top`, which has the ids that are shown. */
  facts: (sql: TransactionClient, top: Fragment) => Fragment;
  show: (facts: Facts, id: string) => ShownHit;
}

/** The beginning of a `place` that puts rows of similar words in the order of their likeness to the text. Others have none. */
export const nearestFirst = (sql: TransactionClient, name: Fragment, key: string): Fragment =>
  sql`case when fit = 1 then to_char(1000 * (${name} <-> ${key}), '0000 ') else '' end`;
