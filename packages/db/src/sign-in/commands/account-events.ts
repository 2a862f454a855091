import type { WriteTransaction } from '../../engine/database.ts';
import type { AccountEventKind } from '../tables.ts';

/** From where somebody asks. */
export interface Origin {
  address?: string | undefined;
  userAgent?: string | undefined;
}

/** Notes what happened to an account, for its owner and for staff. For the system. */
export async function noteAccountEvent(
  { sql }: WriteTransaction,
  event: { userId: string; kind: AccountEventKind } & Origin,
): Promise<void> {
  await sql`
    insert into account_events (user_id, kind, address, user_agent)
    values (${event.userId}, ${event.kind}, ${event.address ?? null}::inet, ${event.userAgent?.slice(0, 500) ?? null})`;
}
