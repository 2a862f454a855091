import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { formatSize } from '../../../lib/formats.ts';

/** Takes a file that a person chooses or drops. */
export function DropZone({
  isBusy,
  mostBytes,
  choose,
}: {
  isBusy: boolean;
  /** Undefined until the portal has told it. */
  mostBytes: number | undefined;
  choose: (file: File) => void;
}) {
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file && !isBusy) choose(file);
  };
  return (
    // The field inside is what a keyboard and a screen reader use. Dropping is an addition for the pointer.
    // biome-ignore lint/a11y/noStaticElementInteractions: a target for dropped files has no role of its own
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(!isBusy);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
      className={`space-y-3 rounded-card border-2 border-dashed p-5 ${isOver ? 'border-brand bg-info-tint' : 'border-control bg-surface'}`}
    >
      <p className="flex items-center gap-2 font-semibold">
        <FileUp aria-hidden className="size-5 shrink-0 text-text-2" />
        Choose the license board’s master file, or drop it here
      </p>
      <p id="upload-hint" className="text-dense text-text-2">
        CSV{mostBytes !== undefined && `, up to ${formatSize(mostBytes)}`}. The portal checks it first.
        Nothing changes until you have seen the differences and import it. The board’s files of people
        (PersonnelData) and of policies (WorkerCompData) are read too.
      </p>
      <input
        type="file"
        accept=".csv,text/csv"
        aria-label="Master file"
        aria-describedby="upload-hint"
        disabled={isBusy}
        // Emptied only now, so that the name stands there while the file is sent, and the same file can be chosen again.
        onClick={(event) => {
          event.currentTarget.value = '';
        }}
        onChange={(event) => take(event.target.files)}
        className="block w-full max-w-full text-dense file:mr-3 file:min-h-11 file:rounded-control file:border file:border-control file:bg-surface file:px-4 file:font-semibold disabled:opacity-60"
      />
    </div>
  );
}
