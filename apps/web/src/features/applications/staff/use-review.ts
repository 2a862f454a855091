import { useMutation } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { api, apiClient, queryClient } from '../../../lib/api.ts';

const everyMs = 60_000;

/** Reports that this person has the application open, and when they leave it, and refreshes who else has it open. */
export function useReview(id: string, isReviewing: boolean): void {
  const { mutate } = useMutation(
    api.applications.beginReview.mutationOptions({
      onSuccess: (reviewers) =>
        queryClient.setQueryData(
          api.applications.get.queryKey({ id }),
          (old) => old && { ...old, reviewers },
        ),
    }),
  );
  const say = useEffectEvent(() => {
    if (document.visibilityState === 'visible') mutate({ id });
  });
  useEffect(() => {
    if (!isReviewing) return undefined;
    say();
    const timer = setInterval(say, everyMs);
    document.addEventListener('visibilitychange', say);
    const leave = () => {
      // If this is lost, the others see the person for two minutes more.
      apiClient.applications.endReview.mutate({ id }).catch(() => undefined);
    };
    window.addEventListener('pagehide', leave);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', say);
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [isReviewing, id]);
}
