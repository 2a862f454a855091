import { z } from 'zod/mini';
import { bounds, mapWindow } from './bounds.ts';
import { county } from './california.ts';
import { certificationKind } from './certification-kind.ts';
import { classification } from './classifications.ts';
import { tradeSkill } from './skills.ts';
import { around, calendarDate, cursor, id, limit, lineOrNone, listOf, searchText } from './text.ts';

/** The filters of the directory of member firms. All that is given must hold. */
export const directoryFilters = z.extend(around, {
  /** Words of the name, the story and the city, and words for trades. */
  q: z._default(searchText(200), ''),
  /** A class of the firm’s license. */
  trade: z.optional(classification),
  /** A kind of certification that the firm holds on the day `on`, by default today in California. */
  certification: z.optional(certificationKind),
  on: z.optional(calendarDate),
  /** The county of the firm’s place. Members also find firms that work there. */
  county: z.optional(county),
  city: z._default(lineOrNone(100), ''),
  /** The code of a skill that a person of the firm has. */
  skill: z.optional(tradeSkill),
  /** Firms whose place is where the reader’s own firm works. */
  isInOwnArea: z._default(z.boolean('must be true or false'), false),
  /** Firms that a map shows in this rectangle. */
  bounds: z.optional(bounds),
});
export type DirectoryFilters = z.infer<typeof directoryFilters>;

export const searchDirectoryInput = z.extend(directoryFilters, {
  /** `best` is by distance with a place, else by relevance with words, else by name. */
  sort: z._default(z.enum(['best', 'name'], 'must be best or name'), 'best'),
  cursor: z.optional(cursor),
  limit: limit(500, 25),
});
export const mapDirectoryInput = z.extend(directoryFilters, mapWindow);
export type MapDirectoryInput = z.infer<typeof mapDirectoryInput>;
export type SearchDirectoryInput = z.infer<typeof searchDirectoryInput>;

/** Reads the filters as an address carries them. @throws $ZodError that names the wrong fields. */
export function readDirectoryQuery(query: URLSearchParams): DirectoryFilters {
  const given: Record<string, unknown> = Object.fromEntries([...query].filter(([, value]) => value !== ''));
  return directoryFilters.parse({
    ...given,
    ...('miles' in given && { miles: Number(given.miles) }),
    ...('isInOwnArea' in given && { isInOwnArea: given.isInOwnArea === 'true' }),
  });
}

export const getFirmInput = z.object({ companyId: id });
export type GetFirmInput = z.infer<typeof getFirmInput>;

export const firmReaders = ['VISITOR', 'MEMBER'] as const;
/** A company of the person as others see it. */
export const findPreviewInput = z.object({
  companyId: id,
  reader: z.enum(firmReaders, { error: 'must be VISITOR or MEMBER' }),
});
export type FindPreviewInput = z.infer<typeof findPreviewInput>;

/** The most classes and skills that a job asks for together. */
export const mostNeeds = 6;

/** The classes and skills that a job needs, and where it is. */
export const findTeamsInput = z.extend(around, {
  trades: listOf(classification, mostNeeds, 'classes'),
  skills: listOf(tradeSkill, mostNeeds, 'skills'),
});
export type FindTeamsInput = z.infer<typeof findTeamsInput>;

/** Reads a question for teams as an address carries it. @throws $ZodError that names the wrong fields. */
export const readTeamsQuery = (query: URLSearchParams): FindTeamsInput =>
  findTeamsInput.parse({
    trades: query.getAll('trades'),
    skills: query.getAll('skills'),
    near: query.get('near') ?? '',
    ...(query.has('miles') && { miles: Number(query.get('miles')) }),
  });
