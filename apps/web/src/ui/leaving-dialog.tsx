import { useBlocker } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Confirm } from './confirm.tsx';

/** Asks before a person leaves a page on which they would lose something. `loses` says what they lose, and is undefined if nothing. */
export function LeavingDialog({ loses }: { loses: string | undefined }) {
  const isAtRisk = loses !== undefined;
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname,
    enableBeforeUnload: isAtRisk,
    disabled: !isAtRisk,
    withResolver: true,
  });
  useEffect(() => {
    // Nothing is at risk any more, while the person was asked.
    if (!isAtRisk) proceed?.();
  }, [isAtRisk, proceed]);
  return (
    <Confirm
      title="Leave this page?"
      isOpen={status === 'blocked' && isAtRisk}
      close={() => reset?.()}
      keep="Stay"
      action="Leave"
      act={() => proceed?.()}
    >
      {loses}
    </Confirm>
  );
}
