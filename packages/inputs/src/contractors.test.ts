import { describe, expect, it } from 'vitest';
import { readContractorQuery } from './contractors.ts';

const read = (query: string) => readContractorQuery(new URLSearchParams(query));

describe('a search in an address', () => {
  it('is the whole search, lists being repeated keys', () => {
    const query =
      'q=acme&words=names&trades=c10&trades=B&match=all&counties=Contra+Costa&counties=Napa&region=NORTH&standing=good' +
      '&on=2026-03-31&businessTypes=Sole+Owner&member=false&near=94612&miles=5&bounds=-122.40001,37.7,-122.1,37.90049&sort=distance';
    expect(read(query)).toEqual({
      q: 'acme',
      words: 'names',
      trades: ['C-10', 'B'],
      match: 'all',
      certifications: [],
      counties: ['Contra Costa', 'Napa'],
      region: 'NORTH',
      standing: 'good',
      on: '2026-03-31',
      businessTypes: ['Sole Owner'],
      member: false,
      near: '94612',
      miles: 5,
      bounds: '-122.4,37.7,-122.1,37.9',
      sort: 'distance',
    });
  });

  it.each([
    '-122.1,37.9,-122.4,37.7',
    '-122.1,37.7,-122.4,37.9',
    '37.7,-122.4,37.9,-122.1',
    '37.9,-122.1,37.7,-122.4',
  ])('has an area between two corners, whichever comes first: %s', (bounds) => {
    expect(read(`bounds=${bounds}`).bounds).toBe('-122.4,37.7,-122.1,37.9');
  });

  it('may be empty, and then looks for everybody', () => {
    expect(read('')).toMatchObject({
      q: '',
      trades: [],
      counties: [],
      match: 'any',
      certifications: [],
      miles: 20,
      sort: 'best',
    });
  });

  it.each([
    'trades=%3Cscript%3E',
    'counties=Narnia',
    'on=2026-02-30',
    'member=perhaps',
    'miles=far',
    'miles=500',
    'sort=luck',
    'bounds=here',
    'bounds=-122.4,37.7,-122.1',
    'bounds=-122.4,37.7,-122.4001,37.9',
    'bounds=-122.4,-97.7,-122.1,37.9',
    'bounds=-190,37.7,-122.1,37.9',
    'match=some',
    'words=some',
    'standing=fair',
    'region=Narnia',
    'businessTypes=',
    'near='.padEnd(99, 'x'),
    `q=${'x'.repeat(201)}`,
    Array(59).fill('counties=Alameda').join('&'),
    Array(21).fill('trades=B').join('&'),
    Array(11).fill('businessTypes=Trust').join('&'),
  ])('is refused with %s, so that nobody gets another list than the one asked for', (query) => {
    expect(() => read(query)).toThrow(
      expect.objectContaining({
        issues: [
          expect.objectContaining({
            path: expect.arrayContaining([query.split('=')[0]]),
            // In words of the portal's own: zod's begin with a capital.
            message: expect.stringMatching(/^(must|is) /),
          }),
        ],
      }),
    );
  });
});
