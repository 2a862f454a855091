import { useBlocker } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Confirm } from '../../../ui/confirm.tsx';

/** Warns before a person leaves the page in the middle of an upload, which then ends. Without a file it does nothing. */
export function LeavingDialog({ fileName }: { fileName: string | undefined }) {
  const isUploading = fileName !== undefined;
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname,
    enableBeforeUnload: isUploading,
    disabled: !isUploading,
    withResolver: true,
  });
  useEffect(() => {
    // The upload has ended while the person was asked.
    if (!isUploading) proceed?.();
  }, [isUploading, proceed]);
  return (
    <Confirm
      title="Leave this page?"
      isOpen={status === 'blocked' && isUploading}
      close={() => reset?.()}
      keep="Stay"
      action="Leave"
      act={() => proceed?.()}
    >
      The upload of {fileName} stops if you leave this page.
    </Confirm>
  );
}
