import type { SearchKindName } from '@namc/inputs/search';
import { portalKinds, recordKinds } from '@namc/inputs/search';
import { skipToken, useQuery } from '@tanstack/react-query';
import { abortOnUnmount, api } from '../../lib/api.ts';
import { useSignedIn } from '../accounts/me.ts';
import type { FoundGroup } from './search-kinds.ts';

const of = <Kind extends SearchKindName>(kinds: readonly Kind[], kind: string | undefined) =>
  kind === undefined ? undefined : kinds.filter((one) => one === kind);

/** The first answer of the page of the search, which the server sends with the page. */
export const portalQuery = (text: string, limit: number, kind?: string) =>
  api.search.searchPortal.queryOptions(
    { text, limit, ...(kind !== undefined && { kinds: of(portalKinds, kind) }) },
    abortOnUnmount,
  );

/**
 * The things that a text finds for the person here: among what everybody or members see, and, for staff who gave their code, among the records.
 * A text is no longer asked once nobody waits for it.
 */
export function useSearch(text: string, limit: number, kind?: string) {
  const me = useSignedIn();
  const isAsked = text !== '';
  // Records are behind the second step, and a search is no place to ask for a code.
  const seesRecords = Boolean(me?.permissions.includes('members.read') && me.hasGivenSecondFactor);
  const asksPortal = isAsked && (kind === undefined || of(portalKinds, kind)?.length === 1);
  const asksRecords = isAsked && seesRecords && (kind === undefined || of(recordKinds, kind)?.length === 1);
  const portal = useQuery({
    ...portalQuery(text, limit, kind),
    enabled: asksPortal,
    retry: false,
  });
  const records = useQuery({
    ...api.search.searchRecords.queryOptions(
      asksRecords ? { text, limit, ...(kind !== undefined && { kinds: of(recordKinds, kind) }) } : skipToken,
      abortOnUnmount,
    ),
    retry: false,
  });
  const isAnswered =
    (!asksPortal || portal.data !== undefined) && (!asksRecords || records.data !== undefined);
  const groups: FoundGroup[] | undefined =
    isAnswered && isAsked ? inOrder([...(records.data ?? []), ...(portal.data ?? [])]) : undefined;
  return {
    groups,
    error: portal.error ?? records.error,
    isFetching: portal.isFetching || records.isFetching,
    retry: () => {
      if (asksPortal) void portal.refetch();
      if (asksRecords) void records.refetch();
    },
  };
}

/** The group with the best row first. Groups of the same fit keep their order. */
const inOrder = (groups: FoundGroup[]): FoundGroup[] =>
  groups.toSorted((a, b) => (b.hits[0]?.fit ?? 0) - (a.hits[0]?.fit ?? 0));
