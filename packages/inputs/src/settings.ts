import { z } from 'zod/mini';
import { phone } from './phone-number.ts';
import { email, linesOrNone, unlessBlank } from './text.ts';

/** Staff open the mailing addresses of firms to visitors, or close them. */
export const shareAddressesInput = z.object({ withVisitors: z.boolean('must be true or false') });
export type ShareAddressesInput = z.infer<typeof shareAddressesInput>;

/** The association's contact details, as pages and letters show them. A blank field is left out there. */
export const changeContactInput = z.object({
  address: z._default(linesOrNone(300), ''),
  phone: unlessBlank(phone),
  email: unlessBlank(email),
});
export type ChangeContactInput = z.infer<typeof changeContactInput>;

/** How members pay an invoice, in the association's words, and the days until it is due. */
export const changePaymentTermsInput = z.object({
  howToPay: z._default(linesOrNone(1000), ''),
  dueDays: z.int().check(z.minimum(1), z.maximum(365)),
});
export type ChangePaymentTermsInput = z.infer<typeof changePaymentTermsInput>;
