import { expect, it } from 'vitest';
import { placeAfter } from './me.ts';

it('after signing in one goes to a place of this portal, whatever an address says', () => {
  expect(placeAfter('/admin/audit?kind=changes#top')).toBe('/admin/audit?kind=changes#top');
  for (const elsewhere of [
    '//evil.example/',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '',
    undefined,
  ]) {
    expect(placeAfter(elsewhere), String(elsewhere)).toBe('/home');
  }
});
