import { createHash } from 'node:crypto';
import { stableUuid as uuidOf } from '../../engine/stable-uuid.ts';

/**
 * How the access matrix reaches one table: a row about each person, and statements that try each verb on it. `person` is
 * whom the row is about, `asker` who asks; both are UUIDs. Statements are plain text, because the matrix runs them as
 * somebody who could send any SQL at all.
 */
export interface TableRows {
  /** The condition that finds the person's row. */
  where: (person: string) => string;
  /** Makes a row about the person. The superuser runs it for the fixture, and each identity with a `fresh` key. */
  insert?: (person: string, fresh: string, asker: string) => string;
  /** What each identity runs instead of `insert`, where the matrix cannot repeat the fixture's statement. */
  attempt?: (person: string, fresh: string, asker: string) => string;
  update: string;
  /** Where only some rows may be deleted: makes such a row, and finds it. */
  deletable?: { insert: string; where: string };
}

/** By the name of the table, in the order in which the tables are filled. */
export type SampleRows = Record<string, TableRows>;

export interface SamplePerson {
  id: string;
  name: string;
  status: string;
}

/** What a noun's sample rows stand on. The superuser runs it first. */
export type Foundations = (people: SamplePerson[]) => string[];

/** What a noun's `access.fixture.ts` exports. */
export interface AccessFixture {
  rows: SampleRows;
  foundations?: Foundations;
}

export { uuidOf };
export const shared = (name: string) => uuidOf('shared', name);
export const byId = (table: string) => (person: string) => `id = '${uuidOf(table, person)}'`;
export const hash = (text: string) => createHash('sha256').update(text).digest('hex');
export const textOrNull = (value: string | undefined) => (value ? `'${value}'` : 'null');

export const stranger = uuidOf('person', 'stranger');
export const poster = uuidOf('person', 'poster');
