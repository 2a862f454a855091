import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytea } from '../engine/columns/bytea.ts';
import { areLines, createdAt, instant, key, oneOf } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';
import { permissions } from '../roles/tables.ts';

/** KEPT: there is no mail server. DROPPED: no longer to be sent; `problem` says why. */
export const mailStatuses = ['WAITING', 'SENT', 'KEPT', 'DROPPED', 'FAILED'] as const;

/** Outgoing mail, written in the transaction that it reports. */
export const mails = pgTable(
  'mails',
  {
    id: key(),
    userId: uuid('user_id').references(() => users.id, { onDelete: 'set null' }),
    recipient: text('recipient').notNull(),
    template: text('template').notNull(),
    subject: text('subject').notNull(),
    /** The same for every attempt, so that a mailbox recognizes a duplicate. */
    messageId: text('message_id').notNull().unique('mails_message_id_key'),
    status: text('status', { enum: mailStatuses }).notNull().default('WAITING'),
    attempts: integer('attempts').notNull().default(0),
    problem: text('problem'),
    /** True if the address was the confirmed one of its account when the mail was written. */
    isToConfirmed: boolean('is_to_confirmed').notNull().default(false),
    /** The account's when the mail was written. */
    securityVersion: integer('security_version'),
    createdAt: createdAt(),
    sentAt: instant('sent_at'),
  },
  (table) => [
    index('idx_mails_user').on(table.userId, table.createdAt.desc().nullsFirst()),
    index('idx_mails_created').on(table.createdAt.desc().nullsFirst(), table.id),
    check('mails_status_known', oneOf('status', mailStatuses)),
    check('mails_one_line', sql`is_one_line(subject) and is_mailbox(recipient)`),
  ],
);

/** The data of a mail, until it has been sent. The words, and the link in them, are made when it is sent. */
export const mailContents = pgTable('mail_contents', {
  mailId: uuid('mail_id')
    .primaryKey()
    .references(() => mails.id, { onDelete: 'cascade' }),
  /** The data of the letter. It holds no secret. */
  about: jsonb('about').notNull(),
  /** The mail as HTML, encrypted, on a developer's machine that sends none. */
  encryptedPage: bytea('encrypted_page'),
});

/**
 * The letters that a member's own act may send: to the member alone, or to staff with the permission. The title and the
 * page are the letter's own, so that the sender chooses neither.
 */
export const memberLetters = pgTable(
  'member_letters',
  {
    letter: text('letter').primaryKey(),
    staffPermission: text('staff_permission').references(() => permissions.code),
    subject: text('subject').notNull(),
    path: text('path'),
  },
  (table) => [
    index('idx_member_letters_staff_permission').on(table.staffPermission),
    check('member_letters_one_line', areLines('subject', 'path')),
  ],
);

/**
 * The letters that a staff member's act may send, to the account that one of the `actions` in the same transaction is
 * about.
 */
export const staffLetters = pgTable(
  'staff_letters',
  {
    letter: text('letter').primaryKey(),
    permission: text('permission')
      .notNull()
      .references(() => permissions.code),
    actions: text('actions').array().notNull(),
    subject: text('subject').notNull(),
    path: text('path'),
  },
  (table) => [
    index('idx_staff_letters_permission').on(table.permission),
    check('staff_letters_actions_named', sql`cardinality(actions) > 0`),
    check('staff_letters_one_line', areLines('subject', 'path')),
  ],
);
