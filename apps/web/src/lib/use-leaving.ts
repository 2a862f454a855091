import type { UseMutationOptions } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSingleMutation } from './use-single-mutation.ts';

/**
 * An act that ends on the page of the provider. The browser shows this page until that one answers, so `isLeaving` stays true. Back may
 * bring this page as it was left: it can be left again then.
 */
export function useLeaving<Input = void>(options: UseMutationOptions<void, Error, Input>) {
  const leaving = useSingleMutation(options);
  const { reset } = leaving;
  useEffect(() => {
    const comeBack = ({ persisted }: PageTransitionEvent) => {
      if (persisted) reset();
    };
    window.addEventListener('pageshow', comeBack);
    return () => window.removeEventListener('pageshow', comeBack);
  }, [reset]);
  return { ...leaving, isLeaving: leaving.isPending || leaving.isSuccess };
}
