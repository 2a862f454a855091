import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AccessFixture, SamplePerson, SampleRows } from './sample-rows.ts';

const source = resolve(import.meta.dirname, '../..');

/** All others need people, and attempts to pay need invoices and payments. */
const first = ['members', 'invoices', 'payments'];

/** Every `access.fixture.ts` of a noun or of the engine, those that others need first. */
export async function loadAccessFixtures(): Promise<{
  rows: SampleRows;
  foundations: (people: SamplePerson[]) => string[];
}> {
  const folders = [
    ...first,
    ...readdirSync(source).filter((name) => !first.includes(name)),
    ...readdirSync(join(source, 'engine')).map((name) => `engine/${name}`),
  ];
  const files = folders
    .map((folder) => join(source, folder, 'access.fixture.ts'))
    .filter((file) => existsSync(file));
  const fixtures = await Promise.all(
    files.map((file) => import(pathToFileURL(file).href) as Promise<AccessFixture>),
  );
  return {
    rows: Object.assign({}, ...fixtures.map(({ rows }) => rows)) as SampleRows,
    foundations: (people) => [
      ...fixtures.flatMap(({ foundations }) => foundations?.(people) ?? []),
      ...fixtures.flatMap(({ rows }) =>
        Object.values(rows).flatMap(({ deletable }) => deletable?.insert ?? []),
      ),
    ],
  };
}
