import type { Transaction } from '@namc/db';
import { countContractors } from '@namc/db/contractors/queries/count';
import { countFacets } from '@namc/db/contractors/queries/facets';
import { getLicense } from '@namc/db/contractors/queries/license';
import { mapContractors } from '@namc/db/contractors/queries/map';
import { searchContractors } from '@namc/db/contractors/queries/search';
import {
  contractorFilters,
  countFacetsInput,
  mapContractorsInput,
  searchContractorsInput,
} from '@namc/inputs/contractors';
import type { z } from 'zod';

export interface SearchForm {
  name: string;
  procedure: string;
  input: object;
  run: (tx: Transaction) => Promise<unknown>;
}

function search(name: string, input: object): SearchForm {
  const parsed = searchContractorsInput.parse(input);
  return { name, procedure: 'contractors.search', input, run: (tx) => searchContractors(tx, parsed) };
}

function count(name: string, input: object): SearchForm {
  const parsed = contractorFilters.parse(input);
  return { name, procedure: 'contractors.count', input, run: (tx) => countContractors(tx, parsed) };
}

function facets(name: string, input: z.input<typeof countFacetsInput>): SearchForm {
  const parsed = countFacetsInput.parse(input);
  return { name, procedure: 'contractors.countFacets', input, run: (tx) => countFacets(tx, parsed) };
}

const losAngeles = { trades: ['C-10'], window: [-118.7, 33.7, -117.7, 34.4], zoom: 10 };

export const forms: SearchForm[] = [
  search('nearest 100 within 20 miles', { near: '90012', miles: 20, limit: 100 }),
  search('a trade within 20 miles', { near: '90012', miles: 20, trades: ['C-10'] }),
  search('an area of the map', { bounds: '-118.7,33.7,-117.7,34.4', limit: 50 }),
  search('words within 20 miles', { near: '90012', miles: 20, q: 'electric' }),
  search('ranked, the most common word', { q: '"inc"' }),
  search('ranked, construction', { q: 'construction' }),
  search('ranked, two common words', { q: 'pacific construction' }),
  search('ranked, a middling word', { q: '"okafor"' }),
  search('ranked, a rare word', { q: '"tecopa"' }),
  search('the beginning of a word', { q: 'plumb' }),
  search('a misspelt word', { q: 'constuction' }),
  search('a trade in a county, good standing', { trades: ['C-10'], counties: ['Alameda'], standing: 'good' }),
  search('by name', { q: 'roofing', sort: 'name' }),
  search('a license number', { q: '1000' }),
  count('count of a common word', { q: 'construction' }),
  count('count of a radius', { near: '90012', miles: 20 }),
  facets('trades of a common word', { q: 'construction', facets: ['classifications'] }),
  facets('counties of a trade', { trades: ['C-10'], facets: ['counties', 'regions'] }),
  {
    name: 'map of a trade around Los Angeles',
    procedure: 'contractors.map',
    input: losAngeles,
    run: (tx) => mapContractors(tx, mapContractorsInput.parse(losAngeles)),
  },
  {
    name: 'license page',
    procedure: 'contractors.getLicense',
    input: { licenseNumber: '100047' },
    run: (tx) => getLicense(tx, { licenseNumber: '100047' }),
  },
];
