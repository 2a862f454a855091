/**
 * Text that people typed into dialogs and did not send, by the key of the form, until the page is left or the session
 * changes. Passwords and codes never get here.
 */
const drafts = new Map<string, Record<string, unknown>>();

export const findDraft = (key: string): Record<string, unknown> | undefined => drafts.get(key);

/** Keeps what was typed, or forgets the draft when nothing was. */
export function keepDraft(key: string, typed: Record<string, unknown>): void {
  if (Object.keys(typed).length > 0) drafts.set(key, typed);
  else drafts.delete(key);
}

/** Called when another person may be at the screen. */
export function dropDrafts(): void {
  drafts.clear();
}
