import { expect, test } from 'vitest';
import { parseSearchParams, stringifySearchParams } from './search-params.ts';

test('a link with several trades keeps all of them', () => {
  const search = { q: 'Güell & Söhne', trades: ['C-10', 'B'], miles: 5 };
  const text = stringifySearchParams(search);
  expect(text).toBe('?q=G%C3%BCell+%26+S%C3%B6hne&trades=C-10&trades=B&miles=5');
  expect(parseSearchParams(text)).toEqual({ q: 'Güell & Söhne', trades: ['C-10', 'B'], miles: '5' });
});

test('typed digits stay text', () => {
  expect(parseSearchParams('?q=0024')).toEqual({ q: '0024' });
});

test('empty values leave no trace in the address', () => {
  expect(stringifySearchParams({ q: '', trades: [], member: undefined })).toBe('');
});

test('a key such as “constructor” is an ordinary key', () => {
  expect(Object.keys(parseSearchParams('?constructor=1&toString=2'))).toEqual(['constructor', 'toString']);
});
