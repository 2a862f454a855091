/** The keys under which a browser keeps what people opened from a search begin so. */
export const recentPrefix = 'recent ';

/** Called when another person may be at the screen. */
export function dropRecentItems(): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(recentPrefix)) localStorage.removeItem(key);
  } catch {
    // Storage can be forbidden. Nothing was kept then.
  }
}
