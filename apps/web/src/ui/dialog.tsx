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
      onClose={close}
      className="m-auto w-[min(32rem,calc(100vw-2rem))] rounded-card border border-divider bg-raised p-5 text-text shadow-overlay backdrop:bg-black/50"
    >
      {isOpen && (
        <>
          <h2 id={id} className="mb-3 text-h3 font-semibold">
            {title}
          </h2>
          {children}
        </>
      )}
    </dialog>
  );
}
