import { X } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useId } from 'react';
import { patiently } from '../lib/connection.ts';

const Modal = lazy(patiently(() => import('./modal.tsx')));

/** A panel over the whole screen of a phone. */
export function Sheet({
  isOpen,
  title,
  close,
  children,
  footer,
}: {
  isOpen: boolean;
  title: string;
  close: () => void;
  children: ReactNode;
  footer: ReactNode;
}) {
  const id = useId();
  if (!isOpen) return null;
  return (
    <Suspense>
      <Modal labelledBy={id} close={close} className="inset-0 flex flex-col bg-canvas">
        <div className="flex items-center justify-between border-b border-divider bg-surface px-4 py-2">
          <h2 id={id} className="text-lead font-semibold">
            {title}
          </h2>
          <button type="button" onClick={close} className="grid size-11 place-items-center rounded-control">
            <X aria-hidden className="size-5" />
            <span className="sr-only">Close</span>
          </button>
        </div>
        <div className="flex-1 space-y-6 overflow-y-auto overscroll-contain p-4">{children}</div>
        <div className="border-t border-divider bg-surface p-4">{footer}</div>
      </Modal>
    </Suspense>
  );
}
