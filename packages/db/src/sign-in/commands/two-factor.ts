import { randomBytes } from 'node:crypto';
import { recordAdminAction } from '../../audit/commands.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { encrypt } from '../../engine/secrets/cipher.ts';
import type { KeyRing } from '../../engine/secrets/key-ring.ts';
import { sendLetter } from '../../mail/commands.ts';
import { twoFactorPlace } from '../queries.ts';
import { noteAccountEvent, type Origin } from './account-events.ts';
import { hashSecret } from './links.ts';

/** Keeps the secret that an authenticator was shown, until a first code proves it. For the system. */
export async function beginTwoFactor(
  { sql }: WriteTransaction,
  ring: KeyRing,
  input: { userId: string; secret: string },
): Promise<void> {
  const encrypted = encrypt(ring, twoFactorPlace(input.userId), input.secret);
  await sql`
    insert into two_factor_secrets (user_id, encrypted_secret) values (${input.userId}, ${encrypted})
    on conflict (user_id) do update set encrypted_secret = excluded.encrypted_secret, created_at = now()
    where two_factor_secrets.confirmed_at is null`;
}

/**
 * Notes that the code of a step was used; false when it, or a later one, was used before (RFC 6238, section 5.2).
 * For the system.
 */
export async function useStep(
  { sql }: WriteTransaction,
  input: { userId: string; step: number },
): Promise<boolean> {
  const used = await sql`
    update two_factor_secrets set last_used_step = ${input.step}
    where user_id = ${input.userId} and (last_used_step is null or last_used_step < ${input.step})`;
  return used.count > 0;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const recoveryCodeCount = 10;

/** So many random letters and digits of base32 (RFC 4648), five bits each. */
export function randomBase32(length: number): string {
  return [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/** Turns the second factor on and returns recovery codes, which nobody sees again. For the system. */
export async function confirmTwoFactor(
  tx: WriteTransaction,
  input: { userId: string; step: number } & Origin,
): Promise<string[] | undefined> {
  const { sql } = tx;
  const [person] = await sql<{ email: string; name: string }[]>`
    update two_factor_secrets t set confirmed_at = now(), last_used_step = ${input.step} from users u
    where t.user_id = ${input.userId} and u.id = t.user_id and t.confirmed_at is null
    returning u.email::text as email, u.first_name as name`;
  if (!person) return undefined;
  const codes = Array.from({ length: recoveryCodeCount }, () => randomBase32(10));
  await sql`delete from recovery_codes where user_id = ${input.userId}`;
  await sql`
    insert into recovery_codes (user_id, code_hash)
    select ${input.userId}, unnest(${codes.map(hashSecret)}::text[])`;
  await noteAccountEvent(tx, { ...input, kind: 'TWO_FACTOR_ON' });
  await sendLetter(tx, { userId: input.userId, ...person }, 'two-factor-changed', { isOn: true });
  return codes;
}

/** Turns it off; no session counts as one that gave it any more. For the system. */
export async function endTwoFactor(tx: WriteTransaction, input: { userId: string } & Origin): Promise<void> {
  const { sql } = tx;
  const gone = await sql`delete from two_factor_secrets where user_id = ${input.userId}`;
  await sql`delete from recovery_codes where user_id = ${input.userId}`;
  await sql`update sessions set two_factor_at = null where user_id = ${input.userId} and two_factor_at is not null`;
  if (gone.count === 0) return;
  await noteAccountEvent(tx, { ...input, kind: 'TWO_FACTOR_OFF' });
  await tellThatItIsOff(tx, input.userId);
}

async function tellThatItIsOff(tx: WriteTransaction, userId: string): Promise<void> {
  const [person] = await tx.sql<{ email: string; name: string }[]>`
    select email::text as email, first_name as name from users where id = ${userId}`;
  if (person) await sendLetter(tx, { userId, ...person }, 'two-factor-changed', { isOn: false });
}

/**
 * Turns it off for somebody who has lost the authenticator and the recovery codes; they are told by mail. For staff who may
 * edit members. @throws Refused when it is off, for oneself, and for an account of higher standing.
 */
export async function endMemberTwoFactor(
  tx: WriteTransaction,
  input: { userId: string; reason: string },
): Promise<void> {
  const [row] = await tx.sql<{ ended: boolean }[]>`select end_two_factor_of(${input.userId}) as ended`;
  if (!row?.ended) throw new Refused('Two-step sign-in is not on for this account.');
  await tellThatItIsOff(tx, input.userId);
  await recordAdminAction(tx, {
    action: 'members.end_two_factor',
    targetUserId: input.userId,
    reason: input.reason,
  });
}

/** Uses a recovery code up; false when it is none, or was used. For the system. */
export async function takeRecoveryCode(
  tx: WriteTransaction,
  input: { userId: string; code: string } & Origin,
): Promise<boolean> {
  const used = await tx.sql`
    update recovery_codes set used_at = now()
    where user_id = ${input.userId} and code_hash = ${hashSecret(input.code)} and used_at is null`;
  if (used.count > 0) await noteAccountEvent(tx, { ...input, kind: 'RECOVERY_CODE_USED' });
  return used.count > 0;
}
