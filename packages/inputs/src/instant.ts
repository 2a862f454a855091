import { z } from 'zod';
import { hasYear } from './text.ts';

const hint = 'must be a date and time';

/** An instant in UTC, as the API writes it: `2026-12-31T08:00:00Z`. */
export const instant = z.iso.datetime(hint).regex(hasYear, hint);
