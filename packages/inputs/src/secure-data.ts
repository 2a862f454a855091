import { z } from 'zod/mini';
import { code, password } from './sign-in.ts';
import { changed, id, manyLines } from './text.ts';

/** The weighted digit sum that proves a bank's routing number (American Bankers Association). */
function isRoutingNumber(digits: string): boolean {
  const weights = [3, 7, 1, 3, 7, 1, 3, 7, 1];
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (weights[at] ?? 0), 0);
  return sum > 0 && sum % 10 === 0;
}

/** The signs between the digits of a tax number: every dash and minus, dots, blanks, and what is drawn as nothing. */
const separators = /[\s.\p{Pd}\u2043\u2212\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** A tax number: nine digits, with or without dashes or blanks, as people type an EIN or an SSN. It is stored without them. */
export const taxId = changed(
  z.string().check(
    z.refine((text) => /^\d*$/.test(text.replace(separators, '')), {
      error: 'must have digits alone, such as 12-3456789',
      abort: true,
    }),
    z.refine((text) => text.replace(separators, '').length === 9, {
      error: 'must have nine digits, such as 12-3456789',
      abort: true,
    }),
    z.refine((text) => /[1-9]/.test(text), 'must be a real tax number: all its digits are zero'),
  ),
  (text) => text.replace(separators, ''),
);

export const bankAccount = z.object({
  routingNumber: z
    .string()
    .check(
      z.trim(),
      z.regex(/^\d{9}$/, 'must be a routing number of nine digits'),
      z.refine(isRoutingNumber, 'must be a valid routing number: a digit is wrong'),
    ),
  accountNumber: z
    .string()
    .check(z.trim(), z.regex(/^\d{4,17}$/, 'must be an account number of 4 to 17 digits')),
});
export type BankAccount = z.infer<typeof bankAccount>;

/** Omitted values stay as they are. */
export const saveSecureDataInput = z.object({
  userId: id,
  taxId: z.optional(taxId),
  bankAccount: z.optional(bankAccount),
});
export type SaveSecureDataInput = z.infer<typeof saveSecureDataInput>;

/** One value is entered at a time, with the password or a code of the person who is signed in. */
export const saveOwnTaxIdInput = z.object({ taxId, currentPassword: password });
export const saveOwnBankAccountInput = z.object({ bankAccount, currentPassword: password });

/** The values that staff reveal one at a time. */
export const secureFields = ['TAX_ID', 'BANK_ACCOUNT'] as const;
export type SecureField = (typeof secureFields)[number];

export const getSecureDataOfMemberInput = z.object({ userId: id });

/** Reveals one value to finance staff, who give a code of their second step and a reason. */
export const revealSecureDataInput = z.object({
  userId: id,
  field: z.enum(secureFields),
  reason: manyLines(1000),
  code: z.optional(code),
});
export type RevealSecureDataInput = z.infer<typeof revealSecureDataInput>;
