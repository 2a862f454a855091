import { X } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useId } from 'react';
import { patiently } from '../lib/connection.ts';
import { DialogClose } from './dialog-close.ts';

const loadModal = patiently(() => import('./modal.tsx'));
const Modal = lazy(loadModal);

/**
 * A window over the page. Its code loads after the page has painted, so that the first dialog opens at once.
 */
export function Dialog({
  title,
  isOpen,
  close,
  children,
}: {
  title: string;
  isOpen: boolean;
  close: () => void;
  children: ReactNode;
}) {
  const id = useId();
  useEffect(() => {
    // If this fails, opening the dialog tries again and reports it.
    loadModal().catch(() => undefined);
  }, []);
  if (!isOpen) return null;
  return (
    <Suspense>
      <Modal
        labelledBy={id}
        close={close}
        className="inset-0 m-auto h-fit max-h-[calc(100dvh-2rem)] w-[min(32rem,calc(100vw-2rem))] overflow-y-auto overscroll-contain rounded-card border border-divider bg-raised p-5 shadow-overlay"
      >
        <h2 id={id} className="mb-3 pr-10 text-h3 font-semibold">
          {title}
        </h2>
        <DialogClose value={close}>{children}</DialogClose>
        {/* It comes last, so that the first field has the focus. A phone has no Escape key. */}
        <button
          type="button"
          aria-label="Close"
          data-close
          onClick={close}
          className="absolute top-3 right-3 inline-flex size-11 items-center justify-center rounded-control hover:bg-canvas"
        >
          <X aria-hidden className="size-5" />
        </button>
      </Modal>
    </Suspense>
  );
}
