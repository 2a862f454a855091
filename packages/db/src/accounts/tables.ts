import { sql } from 'drizzle-orm';
import { check, index, inet, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, key, oneOf } from '../engine/columns/standard.ts';

export const accountRequestKinds = ['SIGN_IN_REFUSED', 'RESET_PASSWORD', 'CONFIRM_AGAIN', 'APPLY'] as const;

/**
 * A visitor's question about an email address, until the worker has looked whether the address has an account. The row
 * is the same either way, so that the time of the next answer does not tell.
 */
export const accountRequests = pgTable(
  'account_requests',
  {
    id: key(),
    kind: text('kind', { enum: accountRequestKinds }).notNull(),
    email: text('email').notNull(),
    about: jsonb('about').notNull(),
    address: inet('address'),
    userAgent: text('user_agent'),
    /** The trail of what follows names it. */
    requestId: text('request_id').default(sql`nullif(current_setting('app.request_id', true), '')`),
    createdAt: createdAt(),
  },
  (table) => [
    index('idx_account_requests_created').on(table.createdAt),
    check('account_requests_kind_known', oneOf('kind', accountRequestKinds)),
    check('account_requests_user_agent_short', sql`length(user_agent) <= 500`),
    check('account_requests_one_line', sql`is_mailbox(email)`),
  ],
);
