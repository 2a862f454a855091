import { expect, it } from 'vitest';
import { keepableText } from './keepable-text.ts';

it.each([
  ['select name from roles where code = $1', 'select name from roles where code = $1'],
  [
    'with a as (select 1) insert into b select * from a',
    'with a as (select 1) insert into b select * from a',
  ],
  ['-- The reader’s own rows.\nselect "it--s" from a -- don\'t', 'select "it--s" from a'],
  ["/* it's */ (select $1::numeric(10, 2)) union select $2", '(select $1::numeric(10, 2)) union select $2'],
])('a statement without values is stored without its comments: %s', (raw, text) => {
  expect(keepableText(raw)).toEqual({ kind: 'STATEMENT', text });
});

it.each([
  `alter role portal_public password 'hunter2'`,
  `create role x login password 'hunter2'`,
  `copy (select * from users) to '/tmp/x'`,
  `explain select * from users where email = 'ana@example.org'`,
  `select 'hunter2' into hidden`,
  `prepare a as select 'hunter2'`,
  `do $$ begin perform 'hunter2'; end $$`,
])('no text of a utility statement is stored: %s', (raw) => {
  expect(keepableText(raw)).toEqual({ kind: 'UTILITY', text: null });
});

it.each([
  `select * from users where email = 'ana@example.org'`,
  'select * from users where phone = 4155550123',
  'select $body$hunter2$body$',
  'select 1; select 2',
])('a text that holds a value, as after an eviction, is withheld: %s', (raw) => {
  expect(keepableText(raw)).toEqual({ kind: 'WITHHELD', text: null });
});
