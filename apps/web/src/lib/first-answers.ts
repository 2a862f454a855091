import type { QueryClient } from '@tanstack/react-query';
import { api, queryClient } from './api.ts';

/** An answer that came with the page. `isList` marks the first page of a list. */
export interface FirstAnswer {
  path: [noun: string, name: string];
  input?: unknown;
  isList?: true;
  data: unknown;
}

type Keys = Record<
  string,
  Record<string, { queryKey(input: unknown): string[]; infiniteQueryKey(input: unknown): string[] }>
>;

/**
 * So long the answers count as new, however short a query keeps its answers otherwise. Who is signed in is the
 * exception: a person may sign in at once.
 */
const newMs = 5_000;

/** Gives the queries of the page the answers that came with it, so that they need not ask. */
export function takeFirstAnswers(): void {
  const block = document.getElementById('first-answers');
  if (!block) return;
  giveAnswers(queryClient, JSON.parse(block.textContent) as FirstAnswer[]);
  block.remove();
}

/** Gives the queries their answers as if they had just come. */
export function giveAnswers(client: QueryClient, answers: FirstAnswer[]): void {
  const now = Date.now();
  for (const { path, input, isList, data } of answers) {
    const updatedAt = path[0] === 'accounts' ? now : now + newMs;
    const keys = (api as unknown as Keys)[path[0]]?.[path[1]];
    if (!keys) continue;
    if (isList) {
      const list = { pages: [data], pageParams: [undefined] };
      client.setQueryData(keys.infiniteQueryKey(input), list, { updatedAt });
    } else {
      client.setQueryData(keys.queryKey(input), data, { updatedAt });
    }
  }
}
