import { z } from 'zod/mini';
import { recentPrefix } from '../../lib/recent-items.ts';

/** Something that a person opened from a search: its kind and id, and what the list showed of it. */
const recentItem = z.object({
  kind: z.string().check(z.maxLength(30)),
  id: z.string().check(z.maxLength(100)),
  title: z.string().check(z.maxLength(300)),
  about: z.string().check(z.maxLength(300)),
});
export type RecentItem = z.infer<typeof recentItem>;

const most = 6;
const keyOf = (person: string | undefined) => `${recentPrefix}${person ?? 'visitor'}`;

/** The things that this person opened in this browser, the newest first. */
export function recentItems(person: string | undefined): RecentItem[] {
  try {
    return z.array(recentItem).parse(JSON.parse(localStorage.getItem(keyOf(person)) ?? '[]'));
  } catch {
    // Storage can be forbidden, and another version of the portal may have written something else.
    return [];
  }
}

export function keepRecentItem(person: string | undefined, item: RecentItem): void {
  const others = recentItems(person).filter(({ kind, id }) => kind !== item.kind || id !== item.id);
  try {
    localStorage.setItem(keyOf(person), JSON.stringify([item, ...others].slice(0, most)));
  } catch {
    // The next search begins without them.
  }
}
