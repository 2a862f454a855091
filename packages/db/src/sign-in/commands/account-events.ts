import type { WriteTransaction } from '../../engine/database.ts';
import { type AccountEventKind, accountEvents } from '../tables.ts';

/** Where a request comes from. */
export interface Origin {
  address?: string | undefined;
  userAgent?: string | undefined;
}

/** As much of a browser's name as the database keeps. */
export const shortUserAgent = (userAgent: string | undefined) => userAgent?.slice(0, 500) ?? null;

/** Adds to the history of an account, which its owner and staff see. For the system. */
export async function noteAccountEvent(
  { orm }: WriteTransaction,
  event: { userId: string; kind: AccountEventKind } & Origin,
): Promise<void> {
  await orm.insert(accountEvents).values({
    userId: event.userId,
    kind: event.kind,
    address: event.address ?? null,
    userAgent: shortUserAgent(event.userAgent),
  });
}
