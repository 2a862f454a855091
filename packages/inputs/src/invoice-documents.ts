import { z } from 'zod/mini';
import { documentKinds, invoiceClosings, manualProviders } from './invoices.ts';

const text = z.nullable(z.string());
const term = z.optional(z.nullable(z.object({ tier: z.string(), startsOn: z.string(), endsOn: z.string() })));

/** What a document about an invoice says. The database writes it when the document is issued, and nobody changes it. */
export const documentSnapshot = z.object({
  kind: z.enum(documentKinds),
  number: z.string(),
  issuedOn: z.string(),
  from: z.object({ name: z.string(), address: text, phone: text, email: text }),
  to: z.object({ name: z.string(), company: text, street: text, city: text, state: text, zipCode: text }),
  invoice: z.object({
    number: z.string(),
    issuedOn: z.string(),
    dueOn: z.string(),
    lines: z.array(z.object({ words: z.string(), amountCents: z.number() })),
    totalCents: z.number(),
    currency: z.string(),
  }),
  /** Of an invoice. */
  howToPay: z.optional(z.string()),
  /** Of a receipt. */
  payment: z.optional(
    z.object({
      way: z.enum(manualProviders),
      reference: text,
      receivedOn: z.string(),
      amountCents: z.number(),
    }),
  ),
  restCents: z.optional(z.number()),
  creditCents: z.optional(z.number()),
  /** Of a credit note. */
  closing: z.optional(z.enum(invoiceClosings)),
  creditedCents: z.optional(z.number()),
  term,
});
export type DocumentSnapshot = z.infer<typeof documentSnapshot>;
