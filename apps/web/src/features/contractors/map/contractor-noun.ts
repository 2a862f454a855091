import type { MapNoun } from '../../map/marker-words.ts';

export const contractorNoun: MapNoun = {
  one: 'contractor',
  first: 'most prominent',
  noPlace: (count) => `the file has no place for ${count === 1 ? 'it' : 'them'}, or one far from California`,
};
