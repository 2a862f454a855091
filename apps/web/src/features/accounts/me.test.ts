import { expect, it } from 'vitest';
import { pathAfterSignIn } from './me.ts';

it('never leaves this portal after signing in', () => {
  expect(pathAfterSignIn('/admin/audit?kind=changes#top')).toBe('/admin/audit?kind=changes#top');
  for (const elsewhere of [
    '//evil.example/',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '',
    undefined,
  ]) {
    expect(pathAfterSignIn(elsewhere), String(elsewhere)).toBe('/home');
  }
});
