import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';

/** A dialog over the page: Escape closes it, and the focus goes back to where it was. */
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
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (isOpen && !element.open) element.showModal();
    if (!isOpen && element.open) element.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      // Closed by the state alone: the browser tells of its own closing late, and would close one that is open again.
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClose={(event) => !event.currentTarget.open && close()}
      className="m-auto w-[min(32rem,calc(100vw-2rem))] rounded-card border border-divider bg-raised p-5 text-text shadow-overlay backdrop:bg-black/50"
    >
      {isOpen && (
        <>
          <div className="mb-3 flex items-start justify-between gap-3">
            <h2 id={id} className="text-h3 font-semibold">
              {title}
            </h2>
            {/* A phone has no Escape. */}
            <button
              type="button"
              aria-label="Close"
              onClick={close}
              className="-mt-2 -mr-2 inline-flex size-11 shrink-0 items-center justify-center rounded-control hover:bg-canvas"
            >
              <X aria-hidden className="size-5" />
            </button>
          </div>
          {children}
        </>
      )}
    </dialog>
  );
}
