import { z } from 'zod';
import { httpsUrl } from './setting-values.ts';

/** The variables with which members pay online. No message repeats a value. */
export const stripeVariables = {
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_[A-Za-z0-9_]{8,}$/, 'must be a secret key of Stripe, such as sk_live_…')
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(
      /^whsec_[A-Za-z0-9+/=_-]{8,}$/,
      'must be the secret of a webhook endpoint of Stripe, such as whsec_…',
    )
    .optional(),
  STRIPE_BASE_URL: httpsUrl('http://127.0.0.1:12111')
    .refine(
      (url) => !URL.canParse(url) || new URL(url).origin === url,
      'must be an origin such as http://127.0.0.1:12111',
    )
    .optional(),
};

interface Given {
  STRIPE_SECRET_KEY?: string | undefined;
  STRIPE_WEBHOOK_SECRET?: string | undefined;
  STRIPE_BASE_URL?: string | undefined;
  NODE_ENV: string;
}

export const stripeRules = [
  {
    name: 'STRIPE_WEBHOOK_SECRET' as const,
    error: 'must be set with STRIPE_SECRET_KEY, and only with it: it tells Stripe’s reports from forged ones',
    isBroken: (given: Given) =>
      (given.STRIPE_SECRET_KEY === undefined) !== (given.STRIPE_WEBHOOK_SECRET === undefined),
  },
  {
    name: 'STRIPE_BASE_URL' as const,
    error: 'must not be set in production: it leads to a stand-in, where no money moves',
    isBroken: (given: Given) => given.STRIPE_BASE_URL !== undefined && given.NODE_ENV === 'production',
  },
];

/** Undefined: nobody pays online. `baseUrl` leads to a stand-in. */
export function stripeOf({ STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_BASE_URL }: Given) {
  if (!STRIPE_SECRET_KEY || !STRIPE_WEBHOOK_SECRET) return undefined;
  return { secretKey: STRIPE_SECRET_KEY, webhookSecret: STRIPE_WEBHOOK_SECRET, baseUrl: STRIPE_BASE_URL };
}
