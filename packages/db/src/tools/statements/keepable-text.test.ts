import { expect, it } from 'vitest';
import { keyOfText } from '../../statements/commands.ts';
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
  expect(keepableText(raw)).toMatchObject({ kind: 'STATEMENT', text });
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
  expect(keepableText(raw)).toMatchObject({ kind: 'UTILITY', text: null });
});

it.each([
  `select * from users where email = 'ana@example.org'`,
  'select * from users where phone = 4155550123',
  'select $body$hunter2$body$',
  'select 1; select 2',
])('a text that holds a value, as after an eviction, is withheld: %s', (raw) => {
  expect(keepableText(raw)).toMatchObject({ kind: 'WITHHELD', text: null });
});

it.each([
  [`select 'a' as x, -1 from t where b = $1 limit 10`, 'select $2 as x, $3 from t where b = $1 limit $4'],
  ['-- why\nselect  "n""1" from t\n where c = true', 'select "n""1" from t where c = $1'],
  [`select interval '1 day', 1.5e3, a - 1 from t1`, 'select interval $1, $2, a - $3 from t1'],
])('a statement has the same key as the server’s normalized text: %s', (sent, kept) => {
  expect(keyOfText(sent)).toBe(keyOfText(kept));
});

it('statements of other columns have other keys', () => {
  expect(keyOfText('select a from t1')).not.toBe(keyOfText('select b from t1'));
  expect(keyOfText('select a from t1')).not.toBe(keyOfText('select a from t2'));
  expect(keyOfText('select "a" from t')).not.toBe(keyOfText('select "b" from t'));
});
