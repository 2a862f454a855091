import type { WriteTransaction } from '../../engine/database.ts';
import { type AccountEventKind, accountEvents } from '../tables.ts';

/** The origin of a request. */
export interface Origin {
  address?: string | undefined;
  userAgent?: string | undefined;
}

/** The part of a browser's name that the database stores. */
export const shortUserAgent = (userAgent: string | undefined) => userAgent?.slice(0, 500) ?? null;

/** Adds an entry to the history of an account, which its owner and staff see. For the system. */
export async function noteAccountEvent(
  { orm }: WriteTransaction,
  event: { userId: string; kind: AccountEventKind; createdAt?: Date } & Origin,
): Promise<void> {
  await orm.insert(accountEvents).values({
    userId: event.userId,
    kind: event.kind,
    address: event.address ?? null,
    userAgent: shortUserAgent(event.userAgent),
    ...(event.createdAt ? { createdAt: event.createdAt } : {}),
  });
}
