import { z } from 'zod/mini';
import { id, manyLines, oneLine, searchText } from './text.ts';

/** Two companies that may be one firm: the one that stays, and the one that goes. */
export const getCompanyMergeInput = z.object({ companyId: id, duplicateId: id });
export type GetCompanyMergeInput = z.infer<typeof getCompanyMergeInput>;

export const findMergeCompanyInput = z.object({ companyId: id });
export type FindMergeCompanyInput = z.infer<typeof findMergeCompanyInput>;

/** Other companies whose name holds the words, or that have this license. */
export const searchDuplicatesInput = z.object({ companyId: id, q: searchText(200) });
export type SearchDuplicatesInput = z.infer<typeof searchDuplicatesInput>;

/** Staff type the name of the company that goes. */
export const mergeCompaniesInput = z.object({
  companyId: id,
  duplicateId: id,
  typedName: oneLine(200),
  reason: manyLines(1000),
});
export type MergeCompaniesInput = z.infer<typeof mergeCompaniesInput>;
