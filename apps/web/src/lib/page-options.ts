import { keepPreviousData } from '@tanstack/react-query';

/** Options for a list that loads page by page with a cursor. The list loads again whenever it is opened. */
export const pageOptions = {
  getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor ?? undefined,
  staleTime: 0,
} as const;

/** The same for a list with filters. The old rows stay on the screen until the new ones arrive. */
export const filteredPageOptions = { ...pageOptions, placeholderData: keepPreviousData } as const;
