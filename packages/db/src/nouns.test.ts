import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { access, erasure, letters, refusals } from './nouns.ts';
import { testDatabase } from './tools/testing/test-database.ts';

const portal = testDatabase();
const source = import.meta.dirname;
const center = readFileSync(`${source}/nouns.ts`, 'utf8');
/** Every `<noun>/<name>.ts`, and `engine/<part>/<name>.ts`. */
const filesNamed = (name: string) =>
  ['', 'engine/'].flatMap((below) =>
    readdirSync(`${source}/${below}`, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.split('/').length === 2 && path.endsWith(`/${name}.ts`))
      .map((path) => `./${below}${path}`),
  );

it.each(['access', 'letters', 'refusals', 'erasure'])('nouns.ts collects every noun’s %s.ts', (name) => {
  const files = filesNamed(name).filter((file) =>
    readFileSync(`${source}/${file}`, 'utf8').includes(`export const ${name}`),
  );
  expect(files.length).toBeGreaterThan(3);
  expect(files.filter((file) => !center.includes(`from '${file}'`))).toEqual([]);
});

it.each(Object.entries({ access, letters, refusals, erasure }))(
  'no two nouns define the same name in their %s.ts',
  async (name, said) => {
    const names: string[] = [];
    for (const path of filesNamed(name)) {
      const noun = (await import(`${source}/${path}`)) as Record<string, object>;
      names.push(...Object.keys(noun[name] ?? {}));
    }
    expect(Object.keys(said).sort()).toEqual(names.sort());
  },
);

/** Constraints on the form of one value. Inputs check the same rules, so only a defect can break them. */
const shape =
  /_(known|sensible|short|positive|not_negative|digits|five_digits|two_letters|plain|normalized|not_blank|named|inside|one_line|sha256|argon2id)$/;

it('every constraint that a person can break has a message, and every other one a reason why only a defect breaks it', async () => {
  const defects: string[] = [];
  for (const path of filesNamed('refusals')) {
    const said = (await import(`${source}/${path}`)) as { defects?: Record<string, string> };
    defects.push(...Object.keys(said.defects ?? {}));
  }
  const found = await portal.owner<{ name: string; kind: string }[]>`
    select conname as name, contype::text as kind from pg_constraint join pg_class c on c.oid = conrelid
    where connamespace = 'public'::regnamespace and contype in ('c', 'u', 'x', 'f') and conparentid = 0
      and not c.relispartition and c.relname not in ('portal_migrations', 'portal_leases')
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    union
    select index.relname, 'u' from pg_index join pg_class index on index.oid = indexrelid
    join pg_class c on c.oid = indrelid
    where indisunique and not indisprimary and c.relnamespace = 'public'::regnamespace and not c.relispartition
      and c.relname not in ('portal_migrations', 'portal_leases')
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;
  const answered = [...Object.keys(refusals), ...defects];
  const asked = found.filter(({ name, kind }) => kind !== 'f' && !shape.test(name)).map(({ name }) => name);
  expect(asked.filter((name) => !answered.includes(name))).toEqual([]);
  const names = new Set(found.map(({ name }) => name));
  expect(answered.filter((name) => !names.has(name))).toEqual([]);
});

it('every table that refers to a person states the effect of closing the account, and its part of the export', async () => {
  const found = await portal.owner<{ name: string }[]>`
    select distinct c.relname as name
    from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
    left join pg_constraint f on f.conrelid = c.oid and f.contype = 'f' and f.confrelid = 'users'::regclass
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and (c.relname = 'users' or a.attname ~ '(^|_)user_id$' or f.oid is not null)
    order by 1`;
  expect(Object.keys(erasure).sort()).toEqual(found.map(({ name }) => name));
  const reasons = Object.values(erasure).flatMap(({ close, export: part }) => [
    'keep' in close ? close.keep : close.does,
    ...('omit' in part ? [part.omit] : []),
  ]);
  expect(reasons.filter((reason) => reason.length < 15)).toEqual([]);
});
