import { narrows } from '@namc/inputs/contractors';
import { expect, test } from 'vitest';
import { parseSearchParams } from '../../lib/search-params.ts';
import {
  contractorSearchDefaults,
  downloadHref,
  filtersOf,
  readContractorSearch,
} from './contractor-search.ts';
import { leftOutOfLink } from './link-words.ts';

const read = (address: string) => readContractorSearch(parseSearchParams(address));

test('a shared address gives the same search', () => {
  expect(
    read(
      '?q=24&trades=C-10&trades=b&member=true&miles=5&near=94607&view=map&bounds=-122.40001,37.7,-122.1,37.9',
    ),
  ).toEqual({
    ...contractorSearchDefaults,
    q: '24',
    trades: ['C-10', 'B'],
    member: true,
    miles: 5,
    near: '94607',
    bounds: '-122.4,37.7,-122.1,37.9',
    view: 'map',
  });
});

test('a single trade is read as a list', () => {
  expect(read('?trades=C-10').trades).toEqual(['C-10']);
});

test('invalid values become defaults, and valid ones stay', () => {
  const search = read(
    '?q=roof&miles=9999&sort=sideways&member=maybe&on=yesterday&region=EAST&at=here&bounds=-122.1,37.7&standing=fair&counties=Atlantis&counties=Napa',
  );
  expect(search).toEqual({
    ...contractorSearchDefaults,
    q: 'roof',
    counties: ['Napa'],
    member: undefined,
    on: undefined,
    region: undefined,
    at: undefined,
    bounds: undefined,
    standing: undefined,
    unread: ['counties', 'region', 'standing', 'on', 'member', 'miles', 'bounds'],
  });
  expect(leftOutOfLink(search)).toBe(
    'We couldn’t read a county, the region, the standing, the day of the standing, the membership, the distance, and the area of the map of this link, so the search leaves that out.',
  );
});

test('an area of the map in another order is read, and one that is none is said to be', () => {
  const area = '-122.4,37.7,-122.1,37.9';
  for (const given of [area, '-122.1,37.9,-122.4,37.7', '37.7,-122.4,37.9,-122.1']) {
    expect(read(`?bounds=${given}`)).toMatchObject({ bounds: area, unread: [] });
  }
  const unread = read('?q=electrician&bounds=-122.4,37.7,-122.4,37.9');
  expect(unread).toMatchObject({ q: 'electrician', bounds: undefined, unread: ['bounds'] });
  expect(leftOutOfLink(unread)).toBe(
    'We couldn’t read the area of the map of this link, so the search leaves that out.',
  );
  // Also after a reload.
  expect(read('?q=electrician&unread=bounds').unread).toEqual(['bounds']);
  expect(leftOutOfLink(read('?q=electrician&miles=20&trades=c10&bounds='))).toBe('');
});

test('a place is never dropped without a word', () => {
  expect(read('?near=Oakland&near=Berkeley')).toMatchObject({ near: 'Oakland or Berkeley', cut: [] });
  expect(read('?near=Oakland&near=Oakland').near).toBe('Oakland');
  expect(read('?near=94601').near).toBe('94601');
  const long = read(`?q=roof&near=${'Oakland '.repeat(12)}`);
  expect(long).toMatchObject({ near: 'Oakland '.repeat(10).trim(), cut: ['near'] });
  expect(leftOutOfLink(long)).toContain('the place after the first 80 characters');
});

test('a value that is given twice is one', () => {
  const search = read('?counties=Alameda&counties=Alameda&trades=C-10&trades=c10');
  expect(search).toMatchObject({ counties: ['Alameda'], trades: ['C-10'] });
});

test('a list that is too long keeps its first items', () => {
  const trades = Array.from({ length: 24 }, (_, at) => `D-${at + 1}`);
  const types = Array.from({ length: 12 }, (_, at) => `Kind ${at + 1}`);
  const address = [...trades.map((one) => `trades=${one}`), ...types.map((one) => `businessTypes=${one}`)];
  const search = read(`?trades=nonsense!&${address.join('&')}`);
  expect(search.trades).toEqual(trades.slice(0, 20));
  expect(search.businessTypes).toEqual(types.slice(0, 10));
  expect(narrows(search)).toBe(true);
});

test('a text that is too long keeps its first words, and says that some are left out', () => {
  const words = Array.from({ length: 60 }, (_, at) => `word${at}`);
  const search = read(`?q=${words.join('+')}`);
  const kept = search.q.split(' ');
  expect(search.q.length).toBeGreaterThan(190);
  expect(search.q.length).toBeLessThanOrEqual(200);
  expect(kept).toEqual(words.slice(0, kept.length));
  expect(read(`?q=${'x'.repeat(500)}`).q).toBe('x'.repeat(200));
  expect(leftOutOfLink(search)).toBe(
    'This link contains more than a search can use. We left out the words after the first 200 characters.',
  );
});

test('a text given twice is one text', () => {
  expect(read('?q=oakland&q=plumber')).toEqual({ ...contractorSearchDefaults, q: 'oakland plumber' });
});

test('a link with more trades than a search takes says so, also after a reload', () => {
  const address = Array.from({ length: 24 }, (_, at) => `trades=D-${at + 1}`).join('&');
  const search = read(`?${address}`);
  expect(search.cut).toEqual(['trades']);
  expect(leftOutOfLink(search)).toContain('the trades after the first 20');
  expect(read(`?${address.split('&').slice(0, 20).join('&')}`).cut).toEqual([]);
  expect(read(`?trades=D-1&cut=trades`).cut).toEqual(['trades']);
});

test('the API accepts the filters of any address', () => {
  const odd = ['', '[]', '{}', 'null', '-1', '1e9', 'NaN', '%00', '💡', 'x'.repeat(500), 'true', '0'];
  for (const value of odd) {
    for (const field of Object.keys(contractorSearchDefaults).concat(
      'member',
      'on',
      'region',
      'at',
      'bounds',
      '__proto__',
    )) {
      const search = readContractorSearch({ [field]: decodeURIComponent(value) });
      expect(filtersOf(search).miles).toBeGreaterThanOrEqual(1);
    }
  }
});

test('a single letter does not start a search, but a filter does', () => {
  expect(narrows(read('?q=a'))).toBe(false);
  expect(narrows(read('?sort=name&view=map&miles=5'))).toBe(false);
  expect(narrows(read('?q=ab'))).toBe(true);
  expect(narrows(read('?member=false'))).toBe(true);
  expect(narrows(read('?near=94607'))).toBe(true);
  expect(narrows(read('?bounds=-122.4,37.7,-122.1,37.9'))).toBe(true);
});

test('the download asks for what the page shows and nothing about the screen', () => {
  expect(
    downloadHref(
      read('?q=roof&trades=C-10&trades=B&sort=name&view=map&at=37.1,-122.2,9&bounds=-123,36,-121,38'),
    ),
  ).toBe('/api/contractors.csv?q=roof&trades=C-10&trades=B&bounds=-123%2C36%2C-121%2C38&sort=name');
});
