import { expect, test } from 'vitest';
import { type Budget, overruns, strayAdminCode } from './bundle-budget.ts';

const budget: Budget = {
  pageKib: { public: 150, member: 190, admin: 230 },
  toleranceKib: 5,
  entries: { main: 120, 'routes/a.tsx': 10 },
};

test('sizes within their lines pass, with room to grow', () => {
  expect(overruns({ main: 124.9, 'routes/a.tsx': 10 }, budget)).toEqual([]);
});

test('an entry that grew too much is named with its size', () => {
  expect(overruns({ main: 125.1, 'routes/a.tsx': 10 }, budget)).toEqual([
    'main takes 125.1 KiB, more than 5 KiB above its 120.',
  ]);
});

test('a new entry needs a line, and a line needs an entry', () => {
  expect(overruns({ main: 120, 'map.tsx': 3 }, budget)).toEqual([
    'map.tsx has no line in bundle-budget.json: add it with 3.0.',
    'routes/a.tsx is in bundle-budget.json and no longer built: remove its line.',
  ]);
});

test('a page stays within the limit of those whom it is for, even when every line does', () => {
  const sizes = {
    main: 141,
    'routes/_public/a.tsx': 9.5,
    'routes/_member/b.tsx': 40,
    'routes/_admin/c.tsx': 90,
  };
  expect(overruns(sizes, { ...budget, entries: sizes })).toEqual([
    'The heaviest public page loads 150.5 KiB before its map; it may load 150.',
    'The heaviest admin page loads 231.0 KiB before its map; it may load 230.',
  ]);
});

test('nobody but staff loads the code of staff’s pages', () => {
  expect(
    strayAdminCode({
      main: ['main.tsx', 'features/audit/staff/filters.ts'],
      'routes/_member/a.tsx': ['features/accounts/me.ts', 'features/members/staff/roles.tsx'],
      'routes/_admin/b.tsx': ['features/members/staff/roles.tsx'],
    }),
  ).toEqual(['routes/_member/a.tsx carries features/members/staff/roles.tsx, which is for staff.']);
});
