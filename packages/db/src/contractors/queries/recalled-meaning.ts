import type { ContractorFilters } from '@namc/inputs/contractors';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { type Kind, Outdated } from '../../engine/memory.ts';
import { forSearch, isNarrowedOtherwise, type Meaning, readMeaning } from './meaning.ts';

/** A meaning that was read, and the edition of the register from which it was read. */
interface Recalled {
  edition: string;
  meaning: Meaning;
}

const meanings: Kind<Recalled> = { most: 2_000 };
const editions = computed({ edition: 'string' });

/**
 * The edition of what words and places mean: the last run of an import, and its undoing. Empty before the first. Only imports and
 * migrations change the words, the places and the license numbers of the register.
 */
export const editionOf = (sql: TransactionClient): Fragment =>
  sql`coalesce((select concat(id, undone_at) from contractor_import_runs order by finished_at desc limit 1), '')`;

/** A meaning for a statement that also reads the edition. */
export interface CheckedMeaning {
  meaning: Meaning;
  /**
   * Takes the edition that the statement read.
   * @throws Outdated when the meaning was recalled from another one. It is then forgotten.
   */
  confirm(edition: string): void;
}

/**
 * The meaning of a search as `readMeaning` reads it. One that was read before is not read again until another import has run:
 * the statement that relies on it tells.
 */
export async function recallMeaning(tx: Transaction, filters: ContractorFilters): Promise<CheckedMeaning> {
  const known = tx.memory.of(meanings);
  const key = JSON.stringify([filters.q, filters.near, filters.words, isNarrowedOtherwise(filters)]);
  const recalled = known.get(key);
  if (recalled) {
    tx.planForEachValue();
    return {
      meaning: forSearch(recalled.meaning, filters),
      confirm: (edition) => {
        if (edition === recalled.edition) return;
        known.delete(key);
        throw new Outdated('The meaning of the search is that of an earlier import.');
      },
    };
  }
  tx.planForEachValue();
  // It is asked before anything else: what is read behind it may be newer, and is not kept then.
  const [[first], meaning] = await Promise.all([
    rowsOf(tx.sql, editions)`select ${editionOf(tx.sql)} as edition`,
    readMeaning(tx, filters),
  ]);
  return {
    meaning,
    confirm: (edition) => {
      if (edition !== '' && edition === first?.edition) known.set(key, { edition, meaning });
    },
  };
}

/** The meaning for statements that do not read the edition. */
export async function freshMeaning(tx: Transaction, filters: ContractorFilters): Promise<CheckedMeaning> {
  return { meaning: await readMeaning(tx, filters), confirm: () => undefined };
}
