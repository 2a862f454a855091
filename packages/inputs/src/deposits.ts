import { z } from 'zod/mini';
import { amountCents } from './amount.ts';
import { calendarDate, id } from './text.ts';

const checks = z.array(id).check(z.minLength(1, 'must have at least one check'), z.maxLength(500));

/** A deposit of checks and cash that are in no other. */
export const makeDepositInput = z.object({
  /** The day on the bank’s slip. */
  depositedOn: calendarDate,
  paymentIds: checks,
});
export type MakeDepositInput = z.infer<typeof makeDepositInput>;

export const changeDepositInput = z.extend(makeDepositInput, { depositId: id });
export type ChangeDepositInput = z.infer<typeof changeDepositInput>;

export const closeDepositInput = z.object({
  depositId: id,
  /** The total on the bank’s slip. Another one is refused. */
  slipCents: amountCents,
});
export type CloseDepositInput = z.infer<typeof closeDepositInput>;

export const getDepositInput = z.object({ depositId: id });
export type GetDepositInput = z.infer<typeof getDepositInput>;
