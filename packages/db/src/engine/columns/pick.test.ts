import { expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { mails } from '../../mail/tables.ts';
import { users } from '../../members/tables.ts';
import { optional, pick } from './pick.ts';
import { anyOf, computed, json, orNull, type RowOf, type RowsOf } from './shape.ts';

it('gives a row the names, nulls and lists of values of the table', () => {
  const person = pick(users, ['id', 'bio', 'status'], 'u');
  expectTypeOf<RowOf<typeof person>>().toEqualTypeOf<
    Pick<typeof users.$inferSelect, 'id' | 'bio' | 'status'>
  >();
  expect(person.columns).toMatchObject({
    bio: { type: 'string', isNullable: true, origin: 'users.bio' },
    status: { type: 'string', isNullable: false, values: expect.arrayContaining(['ACTIVE']) },
  });
});

it('takes another name for a column, and nulls where an outer join finds no row', () => {
  const author = optional(pick(users, { authorName: 'firstName', authorStatus: 'status' }, 'a'));
  expectTypeOf<RowOf<typeof author>>().toEqualTypeOf<{
    authorName: string | null;
    authorStatus: (typeof users.$inferSelect)['status'] | null;
  }>();
  expect(author.columns).toMatchObject({ authorName: { isNullable: true, origin: 'users.first_name' } });
});

it('takes the type of a computed column from its declaration', () => {
  const extra = computed({
    meters: 'number | null',
    roles: 'string[]',
    kind: anyOf(['event', 'mail']),
    last: orNull(anyOf(['on', 'off'])),
    seats: json(z.array(z.object({ row: z.number() }))),
  });
  expectTypeOf<RowOf<typeof extra>>().toEqualTypeOf<{
    meters: number | null;
    roles: string[];
    kind: 'event' | 'mail';
    last: 'on' | 'off' | null;
    seats: { row: number }[];
  }>();
  expect(extra.columns).toMatchObject({
    meters: { type: 'number', isNullable: true },
    last: { isNullable: true, values: ['on', 'off'] },
  });
  const mail = pick(mails, ['id'], 'm');
  expectTypeOf<RowsOf<[typeof mail, typeof extra]>['id']>().toEqualTypeOf<string>();
  expectTypeOf<RowsOf<[typeof mail, typeof extra]>['meters']>().toEqualTypeOf<number | null>();
});

it('refuses a column that the driver cannot read as its declared type', () => {
  expect(() => pick(users, ['coordinates'])).toThrow('only Drizzle');
});
