import { z } from 'zod/mini';
import { linkToken } from './sign-in.ts';

export const renewalStatuses = ['ON', 'OFF'] as const;
export type RenewalStatus = (typeof renewalStatuses)[number];

/**
 * The end of an automatic renewal. MEMBER: switched off in the portal. LINK: by the link of an email. PROVIDER: the card was removed
 * at the provider. ACCOUNT: the account is closed, suspended or lapsed.
 */
export const offReasons = ['MEMBER', 'LINK', 'DECLINED', 'PROVIDER', 'REPLACED', 'ACCOUNT'] as const;
export type OffReason = (typeof offReasons)[number];

/** NOTICED: the member has been told. RETRY: the card was declined once. PAID, FAILED and CANCELED are the ends. */
export const chargeStatuses = ['NOTICED', 'CHARGING', 'RETRY', 'PAID', 'FAILED', 'CANCELED'] as const;
export type ChargeStatus = (typeof chargeStatuses)[number];

export const stopByLinkInput = z.object({ token: linkToken });
export type StopByLinkInput = z.infer<typeof stopByLinkInput>;
