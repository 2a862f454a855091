export interface DirectoryForm {
  name: string;
  procedure: string;
  input: object;
  isForMembers?: boolean;
}

const search = (name: string, input: object): DirectoryForm => ({
  name,
  procedure: 'directory.search',
  input: { limit: 50, ...input },
});

export const directoryForms: DirectoryForm[] = [
  search('by name', {}),
  search('a page further on', { sort: 'name', q: 'valley' }),
  search('a common word', { q: 'electric' }),
  search('a word of stories', { q: 'lighthouses' }),
  search('a trade and a city in words', { q: 'electrician oakland' }),
  search('a rare name', { q: 'redwood 7777' }),
  search('a trade', { trade: 'C-10' }),
  search('a rare trade', { trade: 'C-57' }),
  search('a county', { county: 'Alameda' }),
  search('a city', { city: 'Oakland' }),
  search('10 miles', { near: '94601', miles: 10 }),
  search('200 miles', { near: '94601', miles: 200 }),
  search('a trade within 25 miles', { near: '94601', miles: 25, trade: 'C-10' }),
  search('words within 50 miles', { near: '94601', miles: 50, q: 'electric' }),
  search('a certification today', { certification: 'DBE' }),
  search('a certification on a day', { certification: 'DBE', on: '2027-06-01', county: 'Alameda' }),
  search('a skill', { skill: 'estimating' }),
  {
    name: 'the own service area',
    procedure: 'directory.search',
    input: { isInOwnArea: true, limit: 50 },
    isForMembers: true,
  },
  {
    name: 'a team for two classes and a skill',
    procedure: 'directory.findTeams',
    input: { trades: ['C-10', 'C-36'], skills: ['estimating'], near: '94601', miles: 50 },
    isForMembers: true,
  },
  {
    name: 'a team for six needs, 200 miles',
    procedure: 'directory.findTeams',
    input: {
      trades: ['B', 'C-10', 'C-36', 'C-20'],
      skills: ['estimating', 'bim'],
      near: '94601',
      miles: 200,
    },
    isForMembers: true,
  },
  { name: 'count of all', procedure: 'directory.count', input: {} },
  { name: 'count of a trade', procedure: 'directory.count', input: { trade: 'C-10' } },
];
