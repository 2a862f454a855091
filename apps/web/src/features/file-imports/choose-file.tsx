import { importFileBytes } from '@namc/inputs/file-imports';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { stringifySearchParams } from '../../lib/search-params.ts';
import { buttonClass } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';

/** Takes a file of rows, and has it checked. */
export function ChooseFile({
  label,
  hint,
  path,
  onChecked,
  children,
}: {
  label: string;
  hint: ReactNode;
  /** The address that checks the file, and has the template. */
  path: string;
  onChecked: (importId: string) => Promise<unknown>;
  children: ReactNode;
}) {
  const hintId = useId();
  const sending = useMutation({ mutationFn: (file: File) => send(path, file), onSuccess: onChecked });
  return (
    <section aria-label="Choose a file" className="max-w-3xl space-y-3">
      <p className="text-text-2">{children}</p>
      <a href={`${path}/template.csv`} className={buttonClass()}>
        <Download aria-hidden className="size-4" />
        Download the template
      </a>
      <div className="space-y-2 rounded-card border border-divider bg-surface p-4">
        <label className="block">
          <span className="mb-1 block font-semibold">{label}</span>
          <input
            type="file"
            accept=".csv,text/csv"
            aria-describedby={hintId}
            aria-busy={sending.isPending}
            onClick={(event) => {
              event.currentTarget.value = '';
            }}
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file && !sending.isPending) sending.mutate(file);
            }}
            className="block w-full max-w-full text-dense file:mr-3 file:min-h-11 file:rounded-control file:border file:border-control file:bg-surface file:px-4 file:font-semibold"
          />
        </label>
        <p id={hintId} className="text-dense text-text-2">
          {hint}
        </p>
        <p role="status" className="text-dense">
          {sending.isPending && 'Checking the file…'}
        </p>
      </div>
      {sending.error && (
        <ErrorPanel
          what="Couldn’t check the file"
          error={sending.error}
          because={sending.error instanceof FileFault ? sending.error.message : undefined}
        />
      )}
    </section>
  );
}

/** A file that the portal answered about, in words for the person who chose it. */
class FileFault extends Error {}

/** Sends the file to be checked, and returns the id of its import. */
async function send(path: string, file: File): Promise<string> {
  if (file.size > importFileBytes)
    throw new FileFault(`The file has more than ${importFileBytes / 1_000_000} MB. Import it in parts.`);
  const answer = await fetch(`${path}${stringifySearchParams({ fileName: file.name })}`, {
    method: 'PUT',
    body: await file.arrayBuffer(),
  });
  const said = (await answer.json().catch(() => ({}))) as { importId?: string; error?: string };
  if (answer.ok && said.importId) return said.importId;
  if (answer.status === 401) throw new FileFault('You were signed out. Sign in, and choose the file again.');
  throw new FileFault(said.error?.replace(/^file: /, '') ?? 'Something went wrong on our side. Try again.');
}
