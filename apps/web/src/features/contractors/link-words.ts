import { mostBusinessTypes, mostPlace, mostTrades, mostWords } from '@namc/inputs/contractors';
import type { ContractorPageSearch } from './contractor-search.ts';

const cutOf = {
  q: `the words after the first ${mostWords} characters`,
  near: `the place after the first ${mostPlace} characters`,
  trades: `the trades after the first ${mostTrades}`,
  businessTypes: `the kinds of business after the first ${mostBusinessTypes}`,
};

const unreadOf: Record<ContractorPageSearch['unread'][number], string> = {
  trades: 'a trade',
  certifications: 'a certification',
  counties: 'a county',
  region: 'the region',
  standing: 'the standing',
  on: 'the day of the standing',
  member: 'the membership',
  miles: 'the distance',
  bounds: 'the area of the map',
};

const and = new Intl.ListFormat('en-US');

/** Says what of a link is not searched; empty if everything is. */
export const leftOutOfLink = ({ cut, unread }: Pick<ContractorPageSearch, 'cut' | 'unread'>): string =>
  [
    ...(cut.length > 0
      ? [
          `This link contains more than a search can use. We left out ${and.format(cut.map((name) => cutOf[name]))}.`,
        ]
      : []),
    ...(unread.length > 0
      ? [
          `We couldn’t read ${and.format(unread.map((name) => unreadOf[name]))} of this link, so the search leaves that out.`,
        ]
      : []),
  ].join(' ');
