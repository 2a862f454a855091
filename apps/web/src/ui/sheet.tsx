import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';

/** A panel over the whole screen of a phone. The browser keeps the focus inside and gives it back. */
export function Sheet({
  open,
  title,
  close,
  children,
  footer,
}: {
  open: boolean;
  title: string;
  close: () => void;
  children: ReactNode;
  footer: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-label={title}
      onClose={close}
      className="fixed inset-0 m-0 h-dvh max-h-none w-full max-w-none bg-canvas text-text backdrop:bg-canvas"
    >
      {open && (
        <div className="flex h-full flex-col">
          <div className="flex items-center justify-between border-b border-divider bg-surface px-4 py-2">
            <h2 className="text-lead font-semibold">{title}</h2>
            <button type="button" onClick={close} className="grid size-11 place-items-center rounded-control">
              <X aria-hidden className="size-5" />
              <span className="sr-only">Close</span>
            </button>
          </div>
          <div className="flex-1 space-y-6 overflow-y-auto p-4">{children}</div>
          <div className="border-t border-divider bg-surface p-4">{footer}</div>
        </div>
      )}
    </dialog>
  );
}
