import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** One subject of the settings: what holds now, and beside the title the way to change it. */
export function SettingsSection({
  title,
  change,
  children,
}: {
  title: string;
  change?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="max-w-2xl space-y-4 border-t border-divider pt-6">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 className="text-h3 font-semibold">{title}</h2>
        {change}
      </div>
      {children}
    </section>
  );
}

/** Opens the form that changes a fact. The form goes with its dialog, so that no password stays behind. */
export function Change({
  what,
  label = 'Change',
  isSpelledOut = false,
  form,
}: {
  /** “your password”: names the dialog, and the button for screen readers. */
  what: string;
  label?: string;
  /** True for a button that shows both, because no title stands beside it. */
  isSpelledOut?: boolean;
  form: (close: () => void) => ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        {label}
        <span className={isSpelledOut ? '-ml-1' : 'sr-only'}> {what}</span>
      </Button>
      <Dialog title={`${label} ${what}`} isOpen={isOpen} close={close}>
        {form(close)}
      </Dialog>
    </>
  );
}
