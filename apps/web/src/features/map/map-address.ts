import { z } from 'zod/mini';

/** The view to which a person moved a map, in the address of its page: latitude, longitude, zoom. */
export const mapPlace = z.optional(
  z.string().check(z.regex(/^-?\d{1,2}(\.\d{1,4})?,-?\d{1,3}(\.\d{1,4})?,\d{1,2}(\.\d{1,2})?$/)),
);
