import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** Asks before an act that loses or costs something. The way back comes first, and has the focus. */
export function Confirm({
  title,
  isOpen,
  close,
  keep = 'Cancel',
  action,
  act,
  isSafe = false,
  children,
}: {
  title: string;
  isOpen: boolean;
  close: () => void;
  /** The label of the way back. */
  keep?: string;
  /** The label of the act. */
  action: string;
  act: () => void;
  /** True for an act that loses nothing. */
  isSafe?: boolean;
  children: ReactNode;
}) {
  return (
    <Dialog title={title} isOpen={isOpen} close={close}>
      <p className="text-dense break-words">{children}</p>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button onClick={close}>{keep}</Button>
        <Button look={isSafe ? 'primary' : 'danger'} onClick={act}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
