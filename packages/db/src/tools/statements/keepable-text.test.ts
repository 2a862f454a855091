import { expect, it } from 'vitest';
import { keyOfText } from '../../statements/commands.ts';
import { keepableText, shownText } from './keepable-text.ts';

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

it.each([
  ["select a from b where c = 'Reyes' and d = 4155", 'select a from b where c = ? and d = ?'],
  ["select a from b where c = E'O\\'Reyes' and d = $1", 'select a from b where c = ? and d = $1'],
  ["select a from b where c = 'Rey", 'select a from b where c = ?'],
  ["select a from b -- Reyes\n where c = -.5e3 /* 'Reyes */", 'select a from b where c = -?'],
  ["update b set c = 'Reyes'; create role d password 'hunter2'", 'update b set c = ?'],
])('a session’s statement is shown without its values: %s', (raw, text) => {
  expect(shownText(raw)).toBe(text);
});

it.each([
  "alter role portal_public password 'hunter2'",
  "select 'hunter2' into hidden",
  '',
  "select a from b where c = $x$Reyes$x$ and d = 'x'",
  "select a from b where c = $$Rey's -- $$",
  'select a from b where c = $$Rey',
  "select 1 /* a /* nested 'Reyes' */ Reyes */",
])('a session’s statement that could hold a value is not shown: %s', (raw) => {
  expect(shownText(raw)).toBeNull();
});

it('a long statement of a session is cut', () => {
  expect(shownText(`select ${'a, '.repeat(1000)} b`)).toMatch(/^select (a, )+a, …$|^.{1,404}$/);
});
