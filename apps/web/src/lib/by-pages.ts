import { keepPreviousData } from '@tanstack/react-query';

/** How a list is asked for that comes by pages, each with the cursor of the next; it is asked anew whenever it is opened. */
export const byPages = {
  getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor ?? undefined,
  staleTime: 0,
} as const;

/** The same where filters narrow it: what was there stays on the screen until the narrowed list has come. */
export const byPagesUnderFilters = { ...byPages, placeholderData: keepPreviousData } as const;
