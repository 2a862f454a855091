import { z } from 'zod/mini';
import { changed } from './text.ts';

/** Ten digits of a US number in any notation, stored as E.164. */
export const phone = z.pipe(
  changed(z.string(), (text) => text.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '')),
  changed(
    z
      .string()
      .check(z.regex(/^[2-9]\d{2}[2-9]\d{6}$/, 'Enter a ten-digit US phone number, without an extension')),
    (digits) => `+1${digits}`,
  ),
);
