import { z } from 'zod/mini';

/** Money in whole cents, at least one. */
export const amountCents = z
  .number('must be an amount of money')
  .check(
    z.int('must be a whole number of cents'),
    z.minimum(1, 'must be more than zero'),
    z.maximum(100_000_000_000, 'must be at most one billion dollars'),
  );
