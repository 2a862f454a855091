import { describe, expect, it } from 'vitest';
import { taxId } from './secure-data.ts';

describe('a tax number', () => {
  it.each(['123456789', '12-3456789', ' 12 3456789 ', '12 – 3456789', '123-45-6789', '123 45 6789'])(
    'is the same however it is typed: %j',
    (typed) => {
      expect(taxId.parse(typed)).toBe('123456789');
    },
  );

  it.each(['\u2212', '\u00ad', '\u200b', '\ufe63', '\uff0d', '\u2060', '\ufeff', '\u202f', '-\u200b'])(
    'is the same with the sign %j inside',
    (sign) => {
      expect(taxId.parse(`12${sign}3456789`)).toBe('123456789');
    },
  );

  it.each([
    ['12-345678', 'must have nine digits'],
    ['12-34567890', 'must have nine digits'],
    ['', 'must have nine digits'],
    ['12-345678O', 'must have digits alone'],
    ['00-0000000', 'must be a real tax number'],
  ])('is refused for what is wrong with it: %j', (typed, message) => {
    expect(taxId.safeParse(typed).error?.issues.map((issue) => issue.message)).toEqual([
      expect.stringContaining(message),
    ]);
  });
});
