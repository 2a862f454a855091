import { Printer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { formatInstant } from '../lib/formats.ts';
import { Button } from './button.tsx';

/** With `isSmall` a phone shows the picture alone. */
export function PrintButton({ what, isSmall = false }: { what: string; isSmall?: boolean }) {
  return (
    <Button onClick={() => window.print()} className={`print:hidden ${isSmall ? 'max-sm:px-3' : ''}`}>
      <Printer aria-hidden className="size-4" />
      <span className={isSmall ? 'max-sm:sr-only' : ''}>Print</span>
      <span className="sr-only"> {what}</span>
    </Button>
  );
}

/** On paper alone: when the page was printed, and where it is. */
export function PrintedAt() {
  const [at, setAt] = useState<Date>();
  useEffect(() => {
    // The page may have been open for hours.
    const renew = () => flushSync(() => setAt(new Date()));
    setAt(new Date());
    window.addEventListener('beforeprint', renew);
    return () => window.removeEventListener('beforeprint', renew);
  }, []);
  return (
    <p data-printed-at className="hidden text-meta print:block">
      {at && `Printed ${formatInstant(at)} from ${window.location.href}`}
    </p>
  );
}
