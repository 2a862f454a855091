import { expect, it } from 'vitest';
import { cutText, shortened } from './cut-text.ts';

it.each([
  ['Roof', 4, 'Roof'],
  ['Roof', 3, 'Roo'],
  ['ab👷', 3, 'ab'],
  ['ab👷', 4, 'ab👷'],
  // A worker with a skin tone and a sex, joined from four characters.
  ['ab👷🏽‍♀️c', 8, 'ab'],
  ['ab👷🏽‍♀️c', 9, 'ab👷🏽‍♀️'],
  ['cafe\u0301', 4, 'caf'],
  ['🇺🇸🇲🇽', 6, '🇺🇸'],
])('cuts between signs as people see them: %s at %i', (text, longest, cut) => {
  expect(cutText(text, longest)).toBe(cut);
});

it('says that something is missing', () => {
  expect(shortened('School of Napa', 14)).toBe('School of Napa');
  expect(shortened('School of Napa', 8)).toBe('School…');
  expect(shortened('Roof 👷', 6)).toBe('Roof…');
});
