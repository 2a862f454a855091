import type { Transaction } from '../../engine/database.ts';
import type { Kind } from '../../engine/memory.ts';
import { californiaDay } from '../standing/california-day.ts';
import { type ListRow, unpacked } from './list-items.ts';
import type { PackedRow } from './page-rows.ts';

/** Something made of a row, and the day for which it holds. */
interface OfDay<Made> {
  made: Made;
  on: string;
}

/** Things made of rows, by the digest of the row's text. */
export type MadeOfRows<Made> = Kind<OfDay<Made>>;

/**
 * The result of `make` for a row on the day `on` (`YYYY-MM-DD`). Rows repeat from search to search, and the same text means the same
 * on the same day, so it is made once for today.
 */
export function recallRows<Made>(
  tx: Transaction,
  kind: MadeOfRows<Made>,
  on: string,
  make: (row: ListRow) => Made,
): (row: PackedRow) => Made {
  if (on !== californiaDay(new Date())) return ({ packed }) => make(unpacked(packed));
  const known = tx.memory.of(kind);
  return ({ packed, digest }) => {
    const recalled = known.get(digest);
    if (recalled?.on === on) return recalled.made;
    const made = make(unpacked(copyOf(packed)));
    known.set(copyOf(digest), { made, on });
    return made;
  };
}

/** A piece of the text of a whole page would keep all of that in memory. */
const copyOf = (text: string): string => Buffer.from(text).toString();
