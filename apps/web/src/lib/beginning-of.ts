/** As many whole words of a text as a search takes. */
export const beginningOf = (text: string, most: number): string =>
  text.length <= most ? text : /^.*(?=\s)/su.exec(text.slice(0, most + 1))?.[0].trim() || text.slice(0, most);

/** The words of an address, of which a list takes 200 characters. `isCut` is true if there were more, also after a reload. */
export function readWords({ q, isCut }: Record<string, unknown>): { q: unknown; isCut: boolean } {
  const isLong = typeof q === 'string' && q.length > 200;
  return { q: isLong ? beginningOf(q, 200) : q, isCut: isLong || String(isCut) === 'true' };
}
