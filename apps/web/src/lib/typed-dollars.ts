import { z } from 'zod/mini';

/** An amount of money as a person types it: `500`, `$1,500.50`. */
export const typedDollars = z.string().check(
  z.trim(),
  z.regex(/^\$?\d{1,3}(?:,?\d{3}){0,2}(?:\.\d{2})?$/, 'must be an amount such as 500 or 500.50'),
  z.refine((typed) => toCents(typed) !== 0, 'must be more than zero'),
);

export function toCents(typed: string): number {
  return Math.round(Number(typed.replace(/[$,\s]/g, '')) * 100);
}
