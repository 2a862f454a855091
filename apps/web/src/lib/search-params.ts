/** Reads and writes a page's search parameters. Lists are repeated keys, as a form would send them. */
export type SearchParams = Record<string, unknown>;

/** Every value stays text, so a search for the digits `24` is not mistaken for a number. */
export function parseSearchParams(search: string): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const [key, value] of new URLSearchParams(search)) {
    const earlier = Object.hasOwn(found, key) ? found[key] : undefined;
    if (earlier === undefined) found[key] = value;
    else found[key] = [earlier, value].flat();
  }
  return found;
}

export function stringifySearchParams(search: SearchParams): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null && item !== '') params.append(key, String(item));
    }
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}
