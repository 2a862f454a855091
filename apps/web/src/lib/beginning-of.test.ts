import { expect, it } from 'vitest';
import { readDirectorySearch } from '../features/directory/directory-search.ts';
import { filtersOf, readProjectSearch, toAddress } from '../features/projects/project-search.ts';

const long = `orrery ${'dome '.repeat(50)}`.trim();

it.each([readProjectSearch, readDirectorySearch])(
  'a list searches for the first words of a link that has too many, and knows that it does',
  (read) => {
    const { q, isCut } = read({ q: long });
    expect(q).toMatch(/^orrery dome .*dome$/);
    expect(q.length).toBeGreaterThan(190);
    expect(q.length).toBeLessThanOrEqual(200);
    expect(isCut).toBe(true);
    expect(read({ q }).isCut).toBe(false);
    expect(read({ q, isCut: 'true' }).isCut).toBe(true);
    expect(read({ q: 'x'.repeat(300) }).q).toHaveLength(200);
    expect(read({ q: ['a', 'b'] })).toMatchObject({ isCut: false });
  },
);

it('the filters of a cut search hold no word about it, and its address does', () => {
  const search = readProjectSearch({ q: long });
  expect(filtersOf(search)).not.toHaveProperty('isCut');
  expect(toAddress(search)).toEqual({ q: search.q, isCut: true });
});
