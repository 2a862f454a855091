import { expect, test } from 'vitest';
import { classLabel, leftOutOfTeam, readTeamSearch } from './team-search.ts';

test('an address with too many needs keeps the first six and says which it left out', () => {
  const given = { trades: ['B', 'c10', 'C-36', 'C-20', 'C-39'], skills: ['bim', 'estimating', 'bonding'] };
  expect(readTeamSearch(given)).toMatchObject({
    trades: ['B', 'C-10', 'C-36', 'C-20', 'C-39'],
    skills: ['bim'],
  });
  expect(leftOutOfTeam(given)).toContain('Bonding and insurance');
  expect(leftOutOfTeam({ trades: ['B'], skills: ['bim'] })).toBeNull();
});

test('an unknown class is not asked for, and is said', () => {
  expect(readTeamSearch({ trades: ['ZZZ', 'B'], skills: ['flying'] })).toMatchObject({
    trades: ['B'],
    skills: [],
  });
  expect(leftOutOfTeam({ trades: 'ZZZ', skills: ['flying'] })).toBe(
    'No class or skill is called “ZZZ” or “flying”.',
  );
});

test('a class that the board has replaced says its work', () => {
  expect(classLabel('D-7')).toBe('D-7 Machinery and Pumps (now D-21)');
  expect(classLabel('C-10')).toBe('C-10 Electrical');
});
