import { expect, inject, it } from 'vitest';
import { createEmptyDatabase, dropDatabase } from '../../tools/testing/template.ts';
import { connect } from '../connection.ts';
import { readMigrationFiles } from './files.ts';
import { applyMigrations } from './migrate.ts';

const { port, superuserUrl } = inject('portalCluster');

it('limits of health checks that no check could pass become the largest that make sense, and the others stay', async () => {
  const name = `largest_limits_${process.pid}`;
  const ownerUrl = `postgres://portal_owner@127.0.0.1:${port}/${name}`;
  const url = new URL(superuserUrl);
  url.pathname = `/${name}`;
  await createEmptyDatabase(superuserUrl, name);
  const sql = connect(url.href, { max: 1, applicationName: 'test' });
  try {
    const files = readMigrationFiles();
    await applyMigrations({ ownerUrl, embedded: false, files: files.filter((file) => file.name < '0153') });
    await sql`
      insert into health_thresholds (check_name, warn, bad) values ('connections', 70, 400), ('disk', 150, 150), ('mail', 600, 3600)`;
    await applyMigrations({ ownerUrl, embedded: false, files });
    expect(await sql`select check_name, warn, bad from health_thresholds order by check_name`).toEqual([
      { check_name: 'connections', warn: 70, bad: 100 },
      { check_name: 'disk', warn: 100, bad: 100 },
      { check_name: 'mail', warn: 600, bad: 3_600 },
    ]);
  } finally {
    await sql.end();
    await dropDatabase(superuserUrl, name);
  }
});
