import { expect, it } from 'vitest';
import { readableData } from './readable-data.ts';

it('a person’s data are a page in words, and nothing in them runs', () => {
  const page = readableData({
    account: {
      first_name: 'Ana <b>',
      email_verified_at: '2026-11-24T20:00:00.000Z',
      show_phone: false,
      bio: null,
    },
    savedSearches: [{ name: 'Roofers', filters: { near: 'Oakland', trades: ['C-39'] } }],
    follows: [],
  });
  expect(page).toContain('<dt>First name</dt><dd>Ana &lt;b&gt;</dd>');
  expect(page).toContain('<dt>Email verified at</dt><dd>Nov 24, 2026, 12:00:00 PM PST</dd>');
  expect(page).toContain('<dt>Show phone</dt><dd>No</dd><dt>Bio</dt><dd>–</dd>');
  expect(page).toContain('<h2>Saved searches</h2>');
  expect(page).toContain('<td>Roofers</td><td>Near: Oakland; Trades: C-39</td>');
  expect(page).toContain('<h2>Follows</h2><p>Nothing.</p>');
});
