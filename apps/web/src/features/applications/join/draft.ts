import { applicationTiers } from '@namc/inputs/applications';
import { z } from 'zod';

const key = 'join-draft';

const text = z.string().max(2_000).catch('');
/** Whatever stands in the browser: what cannot be a draft is passed over. */
const draft = z.object({
  company: text,
  licenseNumber: text,
  tierCode: z.enum(applicationTiers).catch('REGULAR'),
  firstName: text,
  lastName: text,
  email: text,
  phone: text,
  city: text,
  zipCode: text,
  statement: text,
  skills: z.array(z.string().max(40)).max(20).catch([]),
});
export type Draft = z.infer<typeof draft>;

/** What somebody typed who has not sent it yet; an empty form where the browser keeps nothing. */
export function readDraft(): Draft {
  try {
    return draft.parse(JSON.parse(localStorage.getItem(key) ?? '{}'));
  } catch {
    return draft.parse({});
  }
}

export function saveDraft({ password: _, ...values }: Record<string, unknown>): void {
  try {
    localStorage.setItem(key, JSON.stringify(values));
  } catch {
    // Private windows may keep nothing: the form works without.
  }
}

export function forgetDraft(): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
