import { describe, expect, it } from 'vitest';
import { dayWords } from './day-words.ts';
import { departureInWords, readDeparture, writeDeparture } from './departures.ts';

it('a day is the same in every time zone', () => {
  expect(dayWords('2028-03-31')).toBe('March 31, 2028');
});

describe('a departure', () => {
  it.each([
    ['2026-12-01', { class: null, from: '2026-12-01', until: null }, 'starting December 1, 2026'],
    ['C-10 2026-12-01', { class: 'C-10', from: '2026-12-01', until: null }, 'starting December 1, 2026'],
    [
      'B 2026-12-01 2027-05-15',
      { class: 'B', from: '2026-12-01', until: '2027-05-15' },
      'from December 1, 2026 until May 15, 2027',
    ],
    [
      '2026-12-01 2027-05-15',
      { class: null, from: '2026-12-01', until: '2027-05-15' },
      'from December 1, 2026 until May 15, 2027',
    ],
  ])('%s is read and written the same, and said in words', (text, facts, words) => {
    expect(readDeparture(text)).toEqual(facts);
    expect(writeDeparture(facts)).toBe(text);
    expect(departureInWords(facts)).toBe(words);
  });
});
