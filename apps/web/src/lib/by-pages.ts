import { keepPreviousData } from '@tanstack/react-query';

/**
 * Options for a list that comes in pages, each with the cursor of the next. The list is loaded anew whenever it is
 * opened.
 */
export const byPages = {
  getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor ?? undefined,
  staleTime: 0,
} as const;

/** The same for a list with filters. The old rows stay on the screen until the new ones have come. */
export const byPagesUnderFilters = { ...byPages, placeholderData: keepPreviousData } as const;
