import { expect, inject, it } from 'vitest';
import { createEmptyDatabase, dropDatabase } from '../../tools/testing/template.ts';
import { connect } from '../connection.ts';
import { readMigrationFiles } from './files.ts';
import { applyMigrations } from './migrate.ts';

const { port, superuserUrl } = inject('portalCluster');

it('names written before every alphabet was folded are found too, and rows of plain letters stay untouched', async () => {
  const name = `fold_names_${process.pid}`;
  const ownerUrl = `postgres://portal_owner@127.0.0.1:${port}/${name}`;
  const url = new URL(superuserUrl);
  url.pathname = `/${name}`;
  await createEmptyDatabase(superuserUrl, name);
  const sql = connect(url.href, { max: 1, applicationName: 'test' });
  try {
    const files = readMigrationFiles();
    await applyMigrations({ ownerUrl, embedded: false, files: files.filter((file) => file.name < '0050') });
    await sql`
      insert into california_contractors (license_number, business_name, primary_status, classifications, region)
      values ('1', 'ŽIŽEK ŁÓDŹ', 'CLEAR', '{B}', 'NORTH'), ('2', 'PLAIN', 'CLEAR', '{B}', 'NORTH')`;
    await sql`
      insert into users (email, first_name, last_name) values ('a@example.org', 'Łukasz', 'Žižek')`;
    const versions = () => sql`select xmin::text from california_contractors where license_number = '2'`;
    const before = await versions();
    await applyMigrations({ ownerUrl, embedded: false, files });
    expect(
      await sql`
        select license_number from california_contractors where search_vector @@ 'zizek & lodz'::tsquery`,
    ).toEqual([{ license_number: '1' }]);
    const words = await sql`
      select email from users
      where to_tsvector('simple', searchable_text(first_name || ' ' || last_name)) @@ 'lukasz & zizek'::tsquery`;
    expect([...words]).toEqual([{ email: 'a@example.org' }]);
    expect(await versions()).toEqual(before);
  } finally {
    await sql.end();
    await dropDatabase(superuserUrl, name);
  }
});
