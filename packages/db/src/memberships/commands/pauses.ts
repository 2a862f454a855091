import type { PauseMembershipInput } from '@namc/inputs/memberships';
import { recordAdminAction } from '../../audit/commands.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { sendLetter } from '../../mail/commands.ts';
import { findAddressee } from '../../members/queries/addressee.ts';
import { findStanding } from '../queries/standing.ts';

const paused = computed({ id: 'string | null' });

/**
 * Pauses a membership on some days: its terms are longer by them, and no notice goes out meanwhile. The member gets a letter. Returns the
 * last day that the membership has now.
 * @throws NotFound, Refused for days that have begun or without a term, beside another pause, for one's own, and beside an open invoice
 * for an upgrade.
 */
export async function pauseMembership(
  tx: WriteTransaction,
  { userId, startsOn, endsOn, reason, portal }: PauseMembershipInput & { portal: string },
): Promise<string> {
  const [row] = await rowsOf(tx.sql, paused)`
    select pause_membership(${userId}, ${startsOn}::date, ${endsOn}::date, ${reason}) as id`;
  if (!row?.id) throw new NotFound('account', userId);
  return tellOfPause(tx, userId, {
    act: { action: 'memberships.pause', targetId: row.id, reason },
    details: { from: startsOn, until: endsOn },
    letter: 'membership-paused',
    about: { origin: portal, firstDay: startsOn, lastDay: endsOn },
  });
}

/**
 * Ends a pause: the membership runs again from today, and its terms lose the days that were not paused. The member gets a letter. Returns
 * the last day that the membership has now.
 * @throws NotFound, Refused for a pause that is over, for one's own, and beside an open invoice for an upgrade.
 */
export async function endPause(
  tx: WriteTransaction,
  { pauseId, portal }: { pauseId: string; portal: string },
): Promise<string> {
  const [row] = await rowsOf(tx.sql, paused)`select end_pause(${pauseId}) as id`;
  if (!row?.id) throw new NotFound('pause', pauseId);
  return tellOfPause(tx, row.id, {
    act: { action: 'memberships.resume', targetId: pauseId },
    details: {},
    letter: 'membership-resumed',
    about: { origin: portal, firstDay: '', lastDay: '' },
  });
}

async function tellOfPause(
  tx: WriteTransaction,
  userId: string,
  {
    act,
    details,
    letter,
    about,
  }: {
    act: { action: 'memberships.pause' | 'memberships.resume'; targetId: string; reason?: string };
    details: Record<string, string>;
    letter: 'membership-paused' | 'membership-resumed';
    about: { origin: string; firstDay: string; lastDay: string };
  },
): Promise<string> {
  const standing = await findStanding(tx, { userId });
  const person = await findAddressee(tx, userId);
  if (!standing || !person) throw new NotFound('account', userId);
  const { endsOn } = standing;
  await recordAdminAction(
    tx,
    { ...act, targetUserId: userId, targetTable: 'membership_pauses' },
    { ...details, lastDay: endsOn },
  );
  await sendLetter(tx, person, letter, { ...about, endsOn });
  return endsOn;
}
