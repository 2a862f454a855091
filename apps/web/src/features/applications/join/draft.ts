import { applicationTiers } from '@namc/inputs/applications';
import { z } from 'zod/mini';

const key = 'join-draft';

const text = z.catch(z.string().check(z.maxLength(2_000)), '');
/** Reads what the browser holds, which may be anything. Invalid parts are dropped. */
const draft = z.object({
  company: text,
  licenseNumber: text,
  tierCode: z.catch(z.enum(applicationTiers), 'REGULAR'),
  firstName: text,
  lastName: text,
  email: text,
  phone: text,
  city: text,
  zipCode: text,
  statement: text,
  skills: z.catch(z.array(z.string().check(z.maxLength(40))).check(z.maxLength(20)), []),
});
export type Draft = z.infer<typeof draft>;

/** The draft that this browser keeps, or an empty form. */
export function readDraft(): Draft {
  try {
    return draft.parse(JSON.parse(localStorage.getItem(key) ?? '{}'));
  } catch {
    return draft.parse({});
  }
}

export function saveDraft(values: Record<string, unknown>): void {
  try {
    localStorage.setItem(key, JSON.stringify(values));
  } catch {
    // A private window may refuse to store it. The form works without a draft.
  }
}

export function forgetDraft(): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // There was no draft.
  }
}
