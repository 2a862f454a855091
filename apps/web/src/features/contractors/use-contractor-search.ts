import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { ContractorPageSearch, SearchChange } from './contractor-search.ts';

const route = getRouteApi('/_public/contractors/');

export type ChangeSearch = (change: SearchChange, how?: { replace?: boolean; keepMap?: boolean }) => void;

/** The search in the address and a way to change it. A new filter is a new entry in the history. */
export function useContractorSearch(): [search: ContractorPageSearch, change: ChangeSearch] {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback<ChangeSearch>(
    (changed, { replace = false, keepMap } = {}) => {
      navigate({
        to: '/contractors',
        search: (now) => ({
          ...now,
          // Other results are elsewhere, so the map goes to them.
          ...(keepMap || staysInPlace(now, changed) ? {} : { at: undefined }),
          // Another place is elsewhere too, and nobody would be in both.
          ...(changed.near ? { bounds: undefined } : {}),
          // The person has seen what the link left out.
          cut: [],
          unread: [],
          ...changed,
        }),
        replace,
        // An entry that is only put in another's place keeps what belongs to it, such as the map's card.
        state: replace || {},
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [search, change];
}

const ofScreen = ['sort', 'view'];

/** True if the results stay where they are: another order or view of them, or others in the same rectangle. */
function staysInPlace(now: { bounds?: string | undefined }, changed: SearchChange): boolean {
  if (Object.keys(changed).every((name) => ofScreen.includes(name))) return true;
  return now.bounds !== undefined && !('bounds' in changed) && !changed.near;
}
