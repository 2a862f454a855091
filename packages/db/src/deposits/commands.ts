import type {
  ChangeDepositInput,
  CloseDepositInput,
  GetDepositInput,
  MakeDepositInput,
} from '@namc/inputs/deposits';
import { recordAdminAction } from '../audit/commands.ts';
import { computed, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';

const made = computed({ id: 'string | null' });

type DepositAct = 'deposits.make' | 'deposits.change' | 'deposits.close' | 'deposits.discard';

const note = (tx: WriteTransaction, action: DepositAct, id: string, details: Record<string, string> = {}) =>
  recordAdminAction(tx, { action, targetTable: 'deposits', targetId: id }, details);

/**
 * Makes an open deposit of checks and cash, and returns its id. For staff.
 * @throws Refused for a check that is void or in another deposit, and for a day that is not near today.
 */
export async function makeDeposit(
  tx: WriteTransaction,
  { depositedOn, paymentIds }: MakeDepositInput,
): Promise<string> {
  const [row] = await rowsOf(tx.sql, made)`
    select make_deposit(${depositedOn}::date, ${paymentIds}::uuid[]) as id`;
  if (!row?.id) throw new Error('A new deposit has an id.');
  await note(tx, 'deposits.make', row.id, { checks: String(paymentIds.length) });
  return row.id;
}

/**
 * Changes the day of an open deposit, and gives it exactly these checks and cash. For staff.
 * @throws NotFound, Refused for a closed one, for a check that is void or in another deposit, and for a day that is not near today.
 */
export async function changeDeposit(
  tx: WriteTransaction,
  { depositId, depositedOn, paymentIds }: ChangeDepositInput,
): Promise<void> {
  const [row] = await rowsOf(tx.sql, made)`
    select change_deposit(${depositId}, ${depositedOn}::date, ${paymentIds}::uuid[]) as id`;
  if (!row?.id) throw new NotFound('deposit', depositId);
  await note(tx, 'deposits.change', depositId, { checks: String(paymentIds.length) });
}

const numbered = computed({ number: 'string | null' });

/**
 * Closes a deposit: it gets a number, and nobody changes it any more. Returns the number. For staff.
 * @throws NotFound, Refused for a closed one, and when the total is not that of the bank’s slip.
 */
export async function closeDeposit(
  tx: WriteTransaction,
  { depositId, slipCents }: CloseDepositInput,
): Promise<string> {
  const [row] = await rowsOf(tx.sql, numbered)`select close_deposit(${depositId}, ${slipCents}) as number`;
  if (!row?.number) throw new NotFound('deposit', depositId);
  await note(tx, 'deposits.close', depositId, { number: row.number, cents: String(slipCents) });
  return row.number;
}

/** Takes an open deposit apart, so that its checks wait again. For staff. @throws NotFound, Refused for a closed one. */
export async function discardDeposit(tx: WriteTransaction, { depositId }: GetDepositInput): Promise<void> {
  const [row] = await rowsOf(tx.sql, made)`select discard_deposit(${depositId}) as id`;
  if (!row?.id) throw new NotFound('deposit', depositId);
  await note(tx, 'deposits.discard', depositId);
}
