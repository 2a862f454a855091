import type { Transaction } from '@namc/db';
import { browseProjects } from '@namc/db/projects/queries/list';
import { listMatches } from '@namc/db/projects/queries/matches';
import { searchPortal } from '@namc/db/search/queries/search';
import { browseProjectsInput } from '@namc/inputs/projects';

export interface ProjectForm {
  name: string;
  procedure: string;
  input: object;
  run: (tx: Transaction) => Promise<unknown>;
}

function browse(name: string, input: object): ProjectForm {
  const parsed = browseProjectsInput.parse(input);
  return { name, procedure: 'projects.browse', input, run: (tx) => browseProjects(tx, parsed) };
}

function search(text: string): ProjectForm {
  const input = { text, limit: 5 };
  return {
    name: `portal search: ${text}`,
    procedure: 'search.searchPortal',
    input,
    run: (tx) => searchPortal(tx, input),
  };
}

/** The questions of a member about projects. */
export const projectForms: ProjectForm[] = [
  browse('list', {}),
  browse('list, newest', { order: 'newest' }),
  browse('list, over', { state: 'over' }),
  browse('list of a category', { category: 'COMMERCIAL' }),
  browse('list of a county', { county: 'Alameda' }),
  browse('list of a class', { work: 'C-10' }),
  browse('list for a budget', { budget: 1_000_000 }),
  browse('radius of 25 miles', { near: '94601', miles: 25 }),
  browse('radius, the nearest first', { near: '94601', miles: 25, order: 'nearest' }),
  browse('radius of 200 miles', { near: '94601', miles: 200, order: 'nearest' }),
  browse('text, a common word', { q: 'school' }),
  browse('text, a rare word', { q: 'helicopter' }),
  browse('text, two words', { q: 'roofing school' }),
  browse('text within 50 miles', { q: 'school', near: '94601', miles: 50 }),
  browse('those I can bid on', { isQualified: true }),
  {
    name: 'the best matches of a member',
    procedure: 'projects.listMatches',
    input: {},
    run: (tx) => listMatches(tx, { limit: 4 }),
  },
  search('electric'),
  search('harbor electric'),
  search('roofing of a school'),
  search('r'),
];
