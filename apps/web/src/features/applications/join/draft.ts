import { z } from 'zod/mini';

const key = 'join-draft';

const text = z.catch(z.string().check(z.maxLength(2_000)), '');
/** Reads what the browser holds, which may be anything. Invalid parts are dropped. */
const draft = z.object({
  company: text,
  licenseNumber: text,
  tierCode: z.catch(z.string().check(z.minLength(1), z.maxLength(40)), 'REGULAR'),
  firstName: text,
  lastName: text,
  email: text,
  phone: text,
  city: text,
  zipCode: text,
  statement: text,
  /** Of the personal link that led here. */
  claim: z.catch(z.string().check(z.regex(/^[\w-]{43}$/)), ''),
  skills: z.catch(z.array(z.string().check(z.maxLength(40))).check(z.maxLength(20)), []),
});
export type Draft = z.infer<typeof draft>;

/** A private window may refuse to store the draft. This copy lasts as long as the page. */
let held: Draft | undefined;

/** The answers that were sent from this page. */
let sent: Draft | undefined;

/** The draft that this browser keeps, or an empty form. */
export function readDraft(): Draft {
  try {
    return draft.parse(JSON.parse(localStorage.getItem(key) ?? JSON.stringify(held ?? {})));
  } catch {
    return held ?? draft.parse({});
  }
}

/** Keeps the answers of one step beside those of the others. */
export function addToDraft(values: Partial<Record<keyof Draft, unknown>>): void {
  // The server paints the form for many people.
  if (import.meta.env.SSR) return;
  held = draft.parse({ ...readDraft(), ...values });
  try {
    localStorage.setItem(key, JSON.stringify(held));
  } catch {
    // The copy on the page has to do.
  }
}

/** Forgets the draft. Until the page is left, `takeBack` brings it back. */
export function forgetDraft(): void {
  sent = readDraft();
  held = undefined;
  try {
    localStorage.removeItem(key);
  } catch {
    // There was no draft.
  }
}

const sentKey = 'namc-application-sent-to';

/** The address to which this tab's application was sent. A reload shows it again. */
export function readSentTo(): string | undefined {
  try {
    return sessionStorage.getItem(sentKey) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepSentTo(email: string): void {
  try {
    sessionStorage.setItem(sentKey, email);
  } catch {
    // A reload shows the form again.
  }
}

/** Begins again, with the answers that were sent if this page still has them. */
export function takeBack(): void {
  try {
    sessionStorage.removeItem(sentKey);
  } catch {
    // Nothing was kept.
  }
  if (sent) addToDraft(sent);
}
