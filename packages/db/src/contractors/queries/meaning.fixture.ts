import { contractorFilters } from '@namc/inputs/contractors';
import type { z } from 'zod';
import { visitor } from '../../engine/actors.ts';
import type { TestDatabase } from '../../tools/testing/test-database.ts';
import type { ContractorSample } from '../factory.ts';
import type { readMeaning } from './meaning.ts';
import type { Understood } from './understood.ts';

/** Firms whose names and numbers speak against a reading of some words. */
export const namedFirms: ContractorSample[] = [
  { licenseNumber: '100200', businessName: 'ACME ELECTRIC' },
  { licenseNumber: '94601', businessName: 'HARBOR LIGHT BUILDERS INC' },
  { licenseNumber: '100201', businessName: 'SUMMIT ROOFING AND CONSTRUCTION' },
  { licenseNumber: '100202', businessName: 'BAY VIEW PAINTING', city: 'BERKELEY' },
  { licenseNumber: '100203', businessName: 'GRANITE BROTHERS PLUMBING' },
  { licenseNumber: '100205', businessName: "O'BRIEN & SONS" },
  { licenseNumber: '100204', businessName: 'SMITH & SONS TREE', city: 'FRESNO' },
  { licenseNumber: '100206', businessName: 'AFFORDABLE PAINTING' },
  { licenseNumber: '100207', businessName: 'GOODYEARS ARENA' },
  { licenseNumber: '100208', businessName: 'WINE COUNTRY ROOFING', classifications: ['C-39'] },
];

/** A meaning in short: a class, `@place`, `'name'`, `(left out)`. */
const short = (one: Understood): string => {
  switch (one.as) {
    case 'trade':
      return one.codes.join('/');
    case 'place':
      return `@${one.label}`;
    case 'other-place':
      return `or@${one.label ?? one.typed}`;
    case 'county':
      return `@${one.label}`;
    case 'unknown-place':
      return `?${one.typed}`;
    case 'begun-place':
      return `${one.typed}…`;
    case 'license':
      return `#${one.typed}`;
    case 'no-license':
      return `#?${one.typed}`;
    case 'other-work':
      return `${one.kind}(${one.typed})`;
    case 'beside-license':
      return `(${one.typed})`;
    case 'here':
      return 'here';
    case 'aside':
      return `(${one.typed})`;
    case 'member':
      return one.is === false ? `not-member(${one.typed})` : `member(${one.typed})`;
    case 'standing':
    case 'all':
    case 'exclusion':
    case 'distance':
      return `${one.as}(${one.typed})`;
    case 'everyone':
      return `every ${one.typed}`;
    case 'name':
      return `'${one.typed}'`;
  }
};
type Typed = z.input<typeof contractorFilters>;

/** Reads searches in a test's database: the whole meaning, and each stretch of the words in short. */
export function readingIn(portal: TestDatabase, read: typeof readMeaning) {
  const meaning = (typed: Typed) => portal.db.read(visitor, (tx) => read(tx, contractorFilters.parse(typed)));
  const said = async (typed: Typed) => (await meaning(typed)).understood.map(short).join(' ');
  return { meaning, said };
}

export const oakland = '@Oakland, CA';
