import { type DefaultError, type UseMutationOptions, useMutation } from '@tanstack/react-query';
import { useRef } from 'react';

/**
 * A mutation for a button. It runs once at a time: a second click does nothing until the first one has ended, even
 * if the click comes before the page has drawn the button as disabled.
 */
export function useSingleMutation<Result, Failure = DefaultError, Input = void, Context = unknown>(
  options: UseMutationOptions<Result, Failure, Input, Context>,
) {
  const mutation = useMutation(options);
  const isRunning = useRef(false);
  const end = () => {
    isRunning.current = false;
  };
  return {
    ...mutation,
    mutate: (input: Input): void => {
      if (isRunning.current) return;
      isRunning.current = true;
      mutation.mutateAsync(input).then(end, end);
    },
  };
}
