import {
  type ContractorPageSearch,
  contractorSearchDefaults,
  type SearchChange,
} from './contractor-search.ts';
import { inText, isSaidIn, withoutWords } from './typed-words.ts';
import type { Understood } from './understood.ts';

const wishes = ['standing', 'member', 'distance'] as const;
const isWish = (part: Understood): part is Extract<Understood, { as: (typeof wishes)[number] }> =>
  wishes.some((as) => as === part.as);

/** The search with what its words ask for as filters, where no filter is set. */
export function inForceOf(
  search: ContractorPageSearch,
  understood: readonly Understood[],
): ContractorPageSearch {
  const asked = understood.filter((part) => isSaidIn(search.q, part));
  const standing = asked.find((part) => part.as === 'standing')?.standing;
  const distance = asked.find((part) => part.as === 'distance')?.miles;
  const usual = contractorSearchDefaults.miles;
  return {
    ...search,
    standing: search.standing ?? (standing === 'any' ? undefined : standing),
    member: search.member ?? asked.find((part) => part.as === 'member')?.is,
    miles: search.miles === usual ? (distance ?? usual) : search.miles,
  };
}

const wishOf = { standing: 'standing', member: 'member', miles: 'distance' } as const;

/** A change of filters that the words ask for too takes these words away: the choice counts, and so does its absence. */
export function overWords(q: string, understood: readonly Understood[], change: SearchChange): SearchChange {
  if ('q' in change) return change;
  const chosen = Object.entries(wishOf).flatMap(([name, as]) => (name in change ? [as] : []));
  const gone = understood.filter((part) => isWish(part) && chosen.includes(part.as) && isSaidIn(q, part));
  if (gone.length === 0) return change;
  // "Within 5 miles of Oakland" goes on to name a place.
  const text = gone.reduce(
    (rest, { as, typed }) =>
      as === 'distance'
        ? rest.replace(inText(typed), (said, at) => (at + said.length < rest.length ? 'near' : ''))
        : rest,
    q,
  );
  const others = gone.filter(({ as }) => as !== 'distance').map(({ typed }) => typed);
  return { ...change, q: withoutWords(text, others) };
}
