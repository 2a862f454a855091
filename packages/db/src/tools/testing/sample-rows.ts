import { createHash } from 'node:crypto';
import { stableUuid as uuidOf } from '../../engine/stable-uuid.ts';

/**
 * The access matrix' way into one table: a row about each person, and statements that try each verb on it. `person`
 * is the person whom the row is about, `asker` the acting person; both are UUIDs. Statements are plain text,
 * because the matrix runs them as somebody who could send any SQL.
 */
export interface TableRows {
  /** The condition that finds the person's row. */
  where: (person: string) => string;
  /** Makes a row about the person. The superuser runs it for the fixture, and each identity with a `fresh` key. */
  insert?: (person: string, fresh: string, asker: string) => string;
  /** Replaces `insert` for each identity, if the matrix cannot repeat the fixture's statement. */
  attempt?: (person: string, fresh: string, asker: string) => string;
  update: string;
  /** For tables in which only some rows may be deleted: makes such a row, and finds it. */
  deletable?: { insert: string; where: string };
}

/** By the name of the table, in the order in which the tables are filled. */
export type SampleRows = Record<string, TableRows>;

export interface SamplePerson {
  id: string;
  name: string;
  status: string;
}

/** Statements that a noun's sample rows depend on. The superuser runs them first. */
export type Foundations = (people: SamplePerson[]) => string[];

/** The exports of a noun's `access.fixture.ts`. */
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
