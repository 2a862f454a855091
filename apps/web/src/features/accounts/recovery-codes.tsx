import { Copy, Download, Printer } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { LeavingDialog } from '../../ui/leaving-dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { toast } from '../../ui/toasts.ts';

/** Shows new recovery codes once, with ways to keep them. */
export default function RecoveryCodes({ codes, done }: { codes: string[]; done: () => void }) {
  const [isKept, setKept] = useState(false);
  const lines = codes.map((code) => code.match(/.{5}/g)?.join('-') ?? code);
  const text = `Recovery codes for the NAMC NorCal portal. Each works once.\n\n${lines.join('\n')}\n`;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => toast('Recovery codes copied.', { about: 'recovery-codes' }),
      () =>
        toast('Couldn’t copy the codes. Select them by hand.', { kind: 'failed', about: 'recovery-codes' }),
    );
  const download = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    link.download = 'namc-norcal-recovery-codes.txt';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <>
      <Notice kind="ok" title="Two-step sign-in is on" />
      <p className="max-w-xl">
        Save these recovery codes somewhere other than your phone. Each works once, and we won’t show them
        again.
      </p>
      <ul className="grid max-w-2xl gap-2 font-mono sm:grid-cols-2" aria-label="Recovery codes">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => void copy()}>
          <Copy aria-hidden className="size-4" />
          Copy
        </Button>
        <Button onClick={download}>
          <Download aria-hidden className="size-4" />
          Download
        </Button>
        <Button onClick={() => window.print()}>
          <Printer aria-hidden className="size-4" />
          Print
        </Button>
      </div>
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          className="size-5 shrink-0 accent-brand"
          checked={isKept}
          onChange={(event) => setKept(event.target.checked)}
        />
        I’ve saved these codes
      </label>
      <Button look="primary" disabled={!isKept} onClick={done}>
        Done
      </Button>
      <LeavingDialog
        loses={
          isKept ? undefined : 'We won’t show your recovery codes again, and you haven’t saved them yet.'
        }
      />
    </>
  );
}
