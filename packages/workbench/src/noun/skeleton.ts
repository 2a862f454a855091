/** The words of a new noun in every notation that the files need. */
export interface NounWords {
  /** `safety-records` */
  folder: string;
  /** `safety_records` */
  table: string;
  /** `safetyRecords`, `SafetyRecords` */
  many: string;
  Many: string;
  /** `safetyRecord`, `SafetyRecord` */
  one: string;
  One: string;
  /** `safety-record` */
  letter: string;
  /** `safety record`, `Safety records` */
  inWords: string;
  title: string;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const camel = (kebab: string) => kebab.replaceAll(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());

/** True if the singular may be more than the plural without its last `s`: `classes`, `boxes`, `policies`, `status`. */
export const hasUnclearSingular = (plural: string) => /(ss|us|is|(ss|us|ch|sh|x|z|o|i|v)es)$/.test(plural);

/** The words of `safety-records`; `singular` when it is not the plural without its last `s`. */
export function nounWords(folder: string, singular = folder.replace(/s$/, '')): NounWords {
  const [many, one] = [camel(folder), camel(singular)];
  return {
    folder,
    table: folder.replaceAll('-', '_'),
    many,
    Many: capital(many),
    one,
    One: capital(one),
    letter: singular,
    inWords: singular.replaceAll('-', ' '),
    title: capital(folder.replaceAll('-', ' ')),
  };
}

/**
 * The new files of a noun whose rows belong to members: each active member adds and removes their own, and staff read
 * all. Everything runs as it stands; the columns, rules and words are there to be replaced.
 */
export function skeletonFiles({ folder, table, many, Many, One, letter, inWords, title }: NounWords) {
  const db = `packages/db/src/${folder}`;
  return {
    [`packages/inputs/src/${folder}.ts`]: `import { z } from 'zod/mini';
import { id, oneLine, page } from './text.ts';

/** The person's own rows, one page at a time. */
export const list${Many}Input = page;
export type List${Many}Input = z.infer<typeof list${Many}Input>;

export const add${One}Input = z.object({ title: oneLine(200) });
export type Add${One}Input = z.infer<typeof add${One}Input>;

export const remove${One}Input = z.object({ id });
export type Remove${One}Input = z.infer<typeof remove${One}Input>;
`,
    [`${db}/tables.ts`]: `import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { areLines, createdAt, key, updatedAt } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/** A ${inWords} of a member. */
export const ${many} = pgTable(
  '${table}',
  {
    id: key(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    title: text('title').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('idx_${table}_user').on(table.userId, table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    unique('${table}_title_once').on(table.userId, table.title),
    check('${table}_one_line', areLines('title')),
    check('${table}_title_sensible', sql\`btrim(title) <> '' and length(title) <= 200\`),
  ],
);
`,
    [`${db}/queries.ts`]: `import type { List${Many}Input } from '@namc/inputs/${folder}';
import { pick } from '../engine/columns/pick.ts';
import { type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { keyed, keyset } from '../engine/keyset.ts';
import type { Page } from '../engine/page.ts';
import { ${many} } from './tables.ts';

const item = pick(${many}, ['id', 'title', 'createdAt']);

export type ${One}Item = RowOf<typeof item>;

/** The acting member's own rows, newest first. */
export async function list${Many}(
  { sql }: Transaction,
  input: List${Many}Input,
): Promise<Page<${One}Item>> {
  const pages = keyset(sql, '${inWords} list', input, 'created_at', 'desc');
  return pages.page(await rowsOf(sql, item, keyed)\`
    select \${item(sql)}, \${pages.key} from ${table}
    where user_id = current_user_id() \${pages.after} order by \${pages.order} limit \${pages.limit}\`);
}
`,
    [`${db}/commands.ts`]: `import type { Add${One}Input, Remove${One}Input } from '@namc/inputs/${folder}';
import { and, eq } from 'drizzle-orm';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { sendLetter } from '../mail/commands.ts';
import { findAddressee } from '../members/queries/addressee.ts';
import { ${many} } from './tables.ts';

/**
 * Adds a ${inWords} of the acting member, tells the member by mail, and returns the id.
 * @throws Refused for a second one with the same title, and for anybody but an active member.
 */
export async function add${One}(tx: WriteTransaction, { title }: Add${One}Input): Promise<string> {
  const userId = actingUser(tx);
  const [added] = await tx.orm.insert(${many}).values({ userId, title }).returning({ id: ${many}.id });
  if (!added) throw new NotFound('account', userId);
  const member = await findAddressee(tx, userId);
  if (member) await sendLetter(tx, member, '${letter}-added', { title });
  return added.id;
}

/** Removes a ${inWords} of the acting member. @throws NotFound for one that is not the member's own. */
export async function remove${One}(tx: WriteTransaction, { id }: Remove${One}Input): Promise<void> {
  const removed = await tx.orm
    .delete(${many})
    .where(and(eq(${many}.id, id), eq(${many}.userId, actingUser(tx))))
    .returning({ id: ${many}.id });
  if (removed.length === 0) throw new NotFound('${inWords}', id);
}
`,
    [`${db}/access.ts`]: `import type { TableRules } from '../engine/access-rules.ts';

export const access: TableRules = {
  ${table}: {
    select: { account: 'own', staff: 'members.read' },
    insert: { member: 'own' },
    update: { account: 'own' },
    delete: { account: 'own', staff: 'system' },
  },
};
`,
    [`${db}/access.fixture.ts`]: `import { byId, type SampleRows } from '../tools/testing/sample-rows.ts';

export const rows: SampleRows = {
  ${table}: {
    where: byId('${table}'),
    insert: (person, fresh) =>
      \`insert into ${table} (id, user_id, title) values ('\${fresh}', '\${person}', '\${fresh}')\`,
    attempt: (person, fresh) => \`insert into ${table} (user_id, title) values ('\${person}', '\${fresh}')\`,
    update: 'title = title',
  },
};
`,
    [`${db}/letters.ts`]: `import { letter } from '../engine/letter.ts';

export const letters = {
  '${letter}-added': letter(
    { title: 'Sample title' },
    ({ title }) => ({
      subject: 'We added your ${inWords}',
      path: '/${folder}',
      parts: [\`“\${title}” is now on your profile.\`],
    }),
    { memberMaySendTo: 'self' },
  ),
};
`,
    [`${db}/refusals.ts`]: `import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  ${table}_title_once: 'You already have a ${inWords} with this title.',
};
`,
    [`${db}/erasure.ts`]: `import { eq } from 'drizzle-orm';
import type { Erasure } from '../engine/erasure.ts';
import { ${many} } from './tables.ts';

export const erasure: Erasure = {
  ${table}: {
    close: {
      does: 'Deletes the rows.',
      run: ({ orm }, userId) => orm.delete(${many}).where(eq(${many}.userId, userId)),
    },
    export: {
      as: '${table}',
      rows: ({ sql }) => sql\`select title, created_at from ${table} where user_id = current_user_id()\`,
    },
  },
};
`,
    [`${db}/factory.ts`]: `import type { Database } from '../engine/database.ts';
import { add${One} } from './commands.ts';

/** Adds a ${inWords} of a member as the member, and returns its id. */
export function addSample${One}(db: Database, userId: string, title = 'Sample title'): Promise<string> {
  return db.write({ kind: 'member', userId }, (tx) => add${One}(tx, { title }));
}
`,
    [`${db}/queries.fixture.ts`]: `import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { addSample${One} } from './factory.ts';
import { list${Many} } from './queries.ts';

export async function queryRuns({ db, member }: Association): Promise<Record<string, QueryRun[]>> {
  await addSample${One}(db, member.userId);
  return { list${Many}: [[member, (tx) => list${Many}(tx, { limit: 10 })]] };
}
`,
    [`${db}/${folder}.test.ts`]: `import { list${Many}Input } from '@namc/inputs/${folder}';
import { expect, it } from 'vitest';
import { closeAccount } from '../accounts/commands/close.ts';
import { exportOwnData } from '../accounts/queries.ts';
import type { Actor } from '../engine/database.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { remove${One} } from './commands.ts';
import { addSample${One} } from './factory.ts';
import { list${Many} } from './queries.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const titlesOf = async (userId: string) =>
  (
    await portal.db.read(member(userId), (tx) => list${Many}(tx, list${Many}Input.parse({})))
  ).rows.map(({ title }) => title);

it('a member sees and removes their own, and nobody else’s', async () => {
  const [ana, ben] = [await addMember(portal.db), await addMember(portal.db)];
  const id = await addSample${One}(portal.db, ana, 'First aid');
  expect(await titlesOf(ana)).toEqual(['First aid']);
  expect(await titlesOf(ben)).toEqual([]);
  await expect(portal.db.write(member(ben), (tx) => remove${One}(tx, { id }))).rejects.toMatchObject({
    code: 'not_found',
  });
  await portal.db.write(member(ana), (tx) => remove${One}(tx, { id }));
  expect(await titlesOf(ana)).toEqual([]);
});

it('a second one with the same title is refused in words', async () => {
  const userId = await addMember(portal.db);
  await addSample${One}(portal.db, userId, 'First aid');
  await expect(addSample${One}(portal.db, userId, 'First aid')).rejects.toThrow(
    'You already have a ${inWords} with this title.',
  );
});

it('nobody but an active member adds one', async () => {
  const userId = await addMember(portal.db, { status: 'LAPSED' });
  await expect(addSample${One}(portal.db, userId)).rejects.toMatchObject({ code: 'refused' });
});

it('the export holds it, and closing the account erases it', async () => {
  const userId = await addMember(portal.db);
  await addSample${One}(portal.db, userId, 'First aid');
  const exported = await portal.db.read(member(userId), exportOwnData);
  expect(exported.${table}).toMatchObject([{ title: 'First aid' }]);
  await portal.db.write({ kind: 'system', name: 'test' }, (tx) => closeAccount(tx, { userId }));
  expect(await portal.owner\`select from ${table} where user_id = \${userId}\`).toHaveLength(0);
});
`,
    [`apps/api/src/${folder}/router.ts`]: `import { add${One}, remove${One} } from '@namc/db/${folder}/commands';
import { list${Many} } from '@namc/db/${folder}/queries';
import { add${One}Input, list${Many}Input, remove${One}Input } from '@namc/inputs/${folder}';
import { router, signedInProcedure } from '../trpc.ts';

export const ${many}Router = router({
  list: signedInProcedure
    .input(list${Many}Input)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => list${Many}(tx, input))),
  add: signedInProcedure
    .input(add${One}Input)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => add${One}(tx, input))),
  remove: signedInProcedure
    .input(remove${One}Input)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => remove${One}(tx, input))),
});
`,
    [`apps/web/src/features/${folder}/${folder}-page.tsx`]: `import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { pageOptions } from '../../lib/page-options.ts';
import { Entries } from '../../ui/entries.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';

/** The member's own rows. */
export function ${Many}Page() {
  const list = useInfiniteQuery(api.${many}.list.infiniteQueryOptions({}, pageOptions));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <div className="max-w-3xl space-y-5">
      <PageHeading title="${title}" />
      <Entries
        label="${title}"
        what="Couldn’t load this list"
        list={list}
        isEmpty={rows.length === 0}
        empty={<p className="text-text-2">Nothing here yet.</p>}
      >
        {rows.map(({ id, title }) => (
          <li key={id} className="p-4">
            {title}
          </li>
        ))}
      </Entries>
    </div>
  );
}
`,
    [`apps/web/src/routes/_member/${folder}.tsx`]: `import { createFileRoute } from '@tanstack/react-router';
import { ${Many}Page } from '../../features/${folder}/${folder}-page.tsx';

export const Route = createFileRoute('/_member/${folder}')({ component: ${Many}Page });
`,
  };
}

/** The rest of the noun's migration after the table: the policies of its rows, and the member's letter. */
export function skeletonPolicies({ table, letter, inWords, folder }: NounWords): string {
  return `
SELECT protect_table('${table}');

-- Members have their own rows, and staff read all. The system deletes those of a closed account.
CREATE POLICY own_rows ON ${table} FOR SELECT TO application_role USING (user_id = (SELECT current_user_id()));
CREATE POLICY own_insert ON ${table} FOR INSERT TO application_role
  WITH CHECK (user_id = (SELECT current_user_id()) AND (SELECT standing_allows('TAKE_PART')));
CREATE POLICY own_update ON ${table} FOR UPDATE TO application_role
  USING (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()))
  WITH CHECK (user_id = (SELECT current_user_id()));
CREATE POLICY own_delete ON ${table} FOR DELETE TO application_role
  USING (user_id = (SELECT current_user_id()) AND (SELECT account_is_open()));
CREATE POLICY staff_read ON ${table} FOR SELECT TO admin_role USING ((SELECT holds_permission('members.read')));
CREATE POLICY system_delete ON ${table} FOR DELETE TO admin_role USING ((SELECT is_system()));
GRANT SELECT, INSERT (user_id, title), UPDATE (title), DELETE ON ${table} TO application_role;
GRANT SELECT ON ${table} TO admin_role;
GRANT DELETE ON ${table} TO system_role;

SELECT let_members_send('${letter}-added', 'We added your ${inWords}', null, '/${folder}');
`;
}
