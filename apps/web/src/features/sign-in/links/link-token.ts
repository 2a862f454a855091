import { linkToken } from '@namc/inputs/sign-in';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { z } from 'zod/mini';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The token of the mailed link that opened this page. */
    linkToken?: string;
  }
}

/**
 * The token of the mailed link that opened the page; undefined if the link is not complete. A browser sends the part
 * of an address after `#` to nobody. The token leaves the address bar at once, and stays in this entry of the
 * history, so that a reload and the Back button still know it.
 */
export function useLinkToken(schema: z.ZodMiniType<string> = linkToken): string | undefined {
  const { hash, state } = useLocation();
  const navigate = useNavigate();
  useEffect(() => {
    if (hash) void navigate({ to: '.', hash: '', replace: true, state: { linkToken: hash } });
  }, [hash, navigate]);
  return schema.safeParse(hash || state.linkToken).data;
}
