import type { Transaction } from './database.ts';
import { Refused } from './errors.ts';

/** The id of the acting person. @throws Refused if nobody is signed in. */
export function actingUser({ actor }: Transaction): string {
  if (actor.kind === 'member' || actor.kind === 'staff') return actor.userId;
  throw new Refused('Sign in first.');
}
