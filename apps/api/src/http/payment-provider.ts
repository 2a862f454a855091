import type { CheckoutReport, DisputeReport, ProviderLine, RefundReport } from '@namc/db/checkouts/commands';
import type { ChargeOrder, CheckoutOrder, RefundOrder } from '@namc/db/checkouts/queries';
import { Refused } from '@namc/db/errors';
import type { KeptCard } from '@namc/db/renewals/commands';

/** The provider’s page on which a person pays. */
export interface CheckoutPage {
  session: string;
  url: string;
  expiresAt: Date;
}

/** The subject of a report of the provider. It says no more: the portal asks for the facts anew, so a late report does no harm. */
export interface ProviderEvent {
  id: string;
  type: string;
  about:
    | { kind: 'checkout'; session: string; checkoutId: string | undefined; payment: string | undefined }
    | { kind: 'payment'; payment: string }
    | { kind: 'refunds'; payment: string }
    | { kind: 'dispute'; dispute: string }
    | { kind: 'card'; method: string }
    /** It tells of money, and names no payment. */
    | { kind: 'unknown'; subject: string }
    | undefined;
}

/** A report that the provider did not sign. */
export class ForgedReport extends Error {}

/** The outcome of charging a saved card. `problem` is the provider’s word, such as `card_declined`. */
export type ChargeReport =
  | (CheckoutReport & { state: 'PAID' | 'PROCESSING' })
  | { state: 'FAILED'; reference: string | null; problem: string };

/** A way to pay an invoice. Each call may be repeated: the provider knows a repetition by its key. */
export interface PaymentProvider {
  /** Undefined: members pay by check or transfer, and staff record it. `isPractice` tells that no money moves. */
  online: { isPractice: boolean } | undefined;
  /** With the person’s number at the provider, `customer`, the card of the payment is kept for later charges. */
  begin: (order: CheckoutOrder, customer?: string) => Promise<CheckoutPage>;
  /** Makes the person’s number at the provider. */
  makeCustomer: (userId: string) => Promise<string>;
  /**
   * Charges a saved card. The order’s id is the key, so that a repetition is one charge. `mayBegin` is false for a charge that should
   * only be looked for: undefined means that no money was asked for.
   */
  charge: (
    order: ChargeOrder,
    how: { isNew: boolean; mayBegin: boolean },
  ) => Promise<ChargeReport | undefined>;
  /** A saved card as it is now; undefined if it isn’t the person’s any more. */
  findCard: (method: string, customer: string) => Promise<KeptCard | undefined>;
  /** The provider’s own page with a person’s cards and receipts. It closes after some minutes. */
  openCustomerPage: (customer: string) => Promise<string>;
  /** Removes a saved card. One that is gone already is removed. */
  removeCard: (method: string) => Promise<void>;
  /** Closes the page, if nobody has paid there. */
  end: (session: string) => Promise<void>;
  look: (checkoutId: string, session: string) => Promise<CheckoutReport>;
  /** The provider’s word on a payment by its own number; undefined for money that the portal did not ask for, or that didn’t come. */
  lookAtPayment: (reference: string) => Promise<CheckoutReport | undefined>;
  refund: (order: RefundOrder) => Promise<RefundReport>;
  listRefunds: (paymentReference: string) => Promise<RefundReport[]>;
  getDispute: (reference: string) => Promise<DisputeReport>;
  listLines: (from: Date) => Promise<ProviderLine[]>;
  /** @throws ForgedReport */
  readEvent: (body: string, signature: string) => ProviderEvent;
}

export const paymentsAreOff = () => new Refused('Paying online is switched off. Pay by invoice.');
const isOff = (): never => {
  throw paymentsAreOff();
};

/** Pays by invoice: the member sends a check or a transfer, and staff record it when it arrives. */
export const byInvoice: PaymentProvider = {
  online: undefined,
  begin: isOff,
  makeCustomer: isOff,
  charge: isOff,
  findCard: isOff,
  openCustomerPage: isOff,
  removeCard: isOff,
  end: isOff,
  look: isOff,
  lookAtPayment: isOff,
  refund: isOff,
  listRefunds: isOff,
  getDispute: isOff,
  listLines: isOff,
  readEvent: isOff,
};
