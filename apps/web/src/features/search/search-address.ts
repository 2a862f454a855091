import { portalKinds, recordKinds } from '@namc/inputs/search';
import { searchText } from '@namc/inputs/text';
import { z } from 'zod/mini';
import { readWords } from '../../lib/beginning-of.ts';
import { readLeniently } from '../../lib/lenient.ts';

/** The address of the page: the text, and one kind for more of its rows. */
const pageSearch = z.object({
  q: z._default(searchText(200), ''),
  kind: z.optional(z.enum([...portalKinds, ...recordKinds])),
  /** True if the address held more words than a search takes. */
  isCut: z._default(z.boolean(), false),
});
export type SearchAddress = z.output<typeof pageSearch>;
export type SearchChange = { [Name in keyof SearchAddress]?: SearchAddress[Name] | undefined };

/** Never fails: what is wrong in an address is left out. Of a text that is too long the beginning stays. */
export const readSearchAddress = (given: Record<string, unknown>): SearchAddress =>
  readLeniently(pageSearch, { ...given, ...readWords(given) });
