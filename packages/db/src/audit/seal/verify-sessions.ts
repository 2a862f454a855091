import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { access } from '../../nouns.ts';
import type { AccountEventKind } from '../../sign-in/tables.ts';
import { type Findings, mostNamed, report } from './findings.ts';

/** The acts after which a browser gets a session. */
const beginnings: AccountEventKind[] = [
  'SIGNED_IN',
  'SESSION_ENDED',
  'PASSWORD_CHANGED',
  'EMAIL_CHANGED',
  'TWO_FACTOR_ON',
  'TWO_FACTOR_OFF',
  'AUTHENTICATOR_REPLACED',
];
/** An act that replaces a session commits before it; a sign-in is recorded with it. */
const longestReplacement = '10 seconds';

const session = computed({ id: 'string', userId: 'string' });

/** Names sessions that began without a sign-in, or another act that gives a session, in the account's history. */
export async function nameSessionsWithoutSignIn(
  sql: TransactionClient,
  bypassedPolicies: boolean,
  findings: Findings,
): Promise<void> {
  if (!bypassedPolicies && access.sessions?.select?.staff === undefined) {
    findings.notes.push(
      'The policies hide sessions, so they were not compared with the history of accounts.',
    );
    return;
  }
  const found = await rowsOf(sql, session)`
    select s.id, s.user_id as "userId" from public.sessions s
    where not exists (
      select from public.account_events e
      where e.user_id = s.user_id and e.kind = any(${beginnings}::text[])
        and e.created_at between s.created_at - ${longestReplacement}::text::interval and s.created_at + interval '1 second')
    order by s.id limit ${mostNamed + 1}`;
  for (const { id, userId } of found.slice(0, mostNamed)) {
    report(findings, 'state differs', `Session ${id} of account ${userId} began without a sign-in.`, {
      rowId: id,
    });
  }
  if (found.length > mostNamed) report(findings, 'state differs', 'More sessions began without a sign-in.');
}
