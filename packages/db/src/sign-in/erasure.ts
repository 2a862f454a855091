import { eq } from 'drizzle-orm';
import type { Erasure } from '../engine/erasure.ts';
import {
  accountEvents,
  accountLinks,
  emailChanges,
  recoveryCodes,
  sessions,
  twoFactorSecrets,
  userCredentials,
} from './tables.ts';

const secret = { omit: 'The row is a sign-in secret and holds nothing else.' };

export const erasure: Erasure = {
  user_credentials: {
    close: {
      does: 'Deletes the password.',
      run: ({ orm }, userId) => orm.delete(userCredentials).where(eq(userCredentials.userId, userId)),
    },
    export: secret,
  },
  two_factor_secrets: {
    close: {
      does: 'Deletes the second factor.',
      run: ({ orm }, userId) => orm.delete(twoFactorSecrets).where(eq(twoFactorSecrets.userId, userId)),
    },
    export: secret,
  },
  recovery_codes: {
    close: {
      does: 'Deletes the codes.',
      run: ({ orm }, userId) => orm.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)),
    },
    export: secret,
  },
  account_links: {
    close: {
      does: 'Deletes the links that were mailed.',
      run: ({ orm }, userId) => orm.delete(accountLinks).where(eq(accountLinks.userId, userId)),
    },
    export: secret,
  },
  email_changes: {
    close: {
      does: 'Deletes the address that the account was to get.',
      run: ({ orm }, userId) => orm.delete(emailChanges).where(eq(emailChanges.userId, userId)),
    },
    export: {
      as: 'emailChanges',
      rows: ({ sql }) => sql`
        select email, requested_at from email_changes where user_id = current_user_id()`,
    },
  },
  account_events: {
    close: {
      does: 'Erases where the account was used from, and records that it was closed.',
      run: async ({ orm }, userId) => {
        await orm
          .update(accountEvents)
          .set({ address: null, userAgent: null })
          .where(eq(accountEvents.userId, userId));
        await orm.insert(accountEvents).values({ userId, kind: 'CLOSED' });
      },
    },
    export: {
      as: 'history',
      rows: ({ sql }) => sql`
        select kind, created_at, host(address) as address, user_agent from account_events
        where user_id = current_user_id() order by created_at`,
    },
  },
  sessions: {
    close: {
      does: 'Ends every session.',
      run: ({ orm }, userId) => orm.delete(sessions).where(eq(sessions.userId, userId)),
    },
    export: {
      as: 'sessions',
      rows: ({ sql }) => sql`
        select created_at, last_seen_at, user_agent, host(address) as address
        from sessions where user_id = current_user_id()`,
    },
  },
};
