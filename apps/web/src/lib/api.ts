import type { AppRouter } from '@namc/api/router-types';
import { QueryClient } from '@tanstack/react-query';
import { createTRPCClient, httpBatchStreamLink, httpLink, splitLink, TRPCClientError } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { isReachable } from './connection.ts';
import { waitingLink } from './waiting-link.ts';

const retries = 1;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // A request that fails says that the portal cannot be reached; the browser’s own word is not asked.
      networkMode: 'always',
      staleTime: 5 * 60_000,
      gcTime: 30 * 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < retries && !isAnswer(error),
      retryDelay: 400,
    },
    mutations: { networkMode: 'always' },
  },
});

/**
 * A browser allows 64 KiB at a time for requests that outlive their page. That is room for several acts of this
 * size.
 */
const longestOutliving = 8_000;

/** An answer from something in front of the portal, such as a proxy whose portal is down. */
class StrangeAnswer extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`The answer with status ${status} is not the portal’s.`);
    this.status = status;
  }
}

async function fetchAnswer(...request: Parameters<typeof fetch>): Promise<Response> {
  const answer = await fetch(...request);
  if (!answer.ok && !answer.headers.get('content-type')?.includes('json'))
    throw new StrangeAnswer(answer.status);
  return answer;
}

/** Completes a mutation even if the person leaves the page at once. */
const outlivingThePage = (input: Parameters<typeof fetch>[0], init?: { body?: unknown }) =>
  fetchAnswer(input, {
    ...(init as RequestInit),
    keepalive: typeof init?.body === 'string' && init.body.length < longestOutliving,
  });

export const apiClient = createTRPCClient<AppRouter>({
  links: [
    waitingLink,
    splitLink({
      condition: ({ type }) => type === 'mutation',
      // A streamed response sends its headers too early to set a cookie.
      true: httpLink({ url: '/trpc', fetch: outlivingThePage }),
      false: httpBatchStreamLink({
        url: '/trpc',
        maxURLLength: 6000,
        maxItems: 20,
        fetch: (input, init) => fetchAnswer(input, init as RequestInit),
      }),
    }),
  ],
});

export const api = createTRPCOptionsProxy<AppRouter>({ client: apiClient, queryClient });

/** Cancels a query when nothing on the page waits for it any more. */
export const abortOnUnmount = { trpc: { abortOnUnmount: true } } as const;

export type ApiError = TRPCClientError<AppRouter>;

/** True if the server refused the request itself, so that asking again changes nothing. */
function isAnswer(error: unknown): boolean {
  const status = statusOf(error);
  return status !== undefined && status >= 400 && status < 500;
}

/** The status of a refused request, also of one that something in front of the portal answered. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof TRPCClientError)) return undefined;
  return error.cause instanceof StrangeAnswer ? error.cause.status : (error as ApiError).data?.httpStatus;
}

/** True if a page asked for a row by its id and there is none, or the address has no id. */
export const isMissing = (error: unknown): boolean => [400, 404].includes(statusOf(error) ?? 0);

/** Finds out after each failed request without an answer whether the portal can be reached at all. */
export function watchForFailures(): void {
  const look = (error: unknown) => {
    if (error instanceof TRPCClientError && statusOf(error) === undefined) void isReachable();
  };
  queryClient.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error') look(event.action.error);
  });
  queryClient.getMutationCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error') look(event.action.error);
  });
}

/** True if the server refused the request because nobody is signed in. */
export function needsSignIn(error: unknown): boolean {
  return error instanceof TRPCClientError && (error as ApiError).data?.needs === 'sign-in';
}
