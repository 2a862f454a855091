import { useBlocker } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';

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
    <Dialog title="Leave this page?" isOpen={status === 'blocked' && isUploading} close={() => reset?.()}>
      <p className="text-dense break-words">The upload of {fileName} stops if you leave this page.</p>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button onClick={() => reset?.()}>Stay</Button>
        <Button onClick={() => proceed?.()}>Leave</Button>
      </div>
    </Dialog>
  );
}
