import { Button } from '../../ui/button.tsx';

/** How much of an upload has arrived, and the way to end it. */
export function UploadProgress({ percent, cancel }: { percent: number; cancel: () => void }) {
  return (
    <div className="space-y-3">
      <p role="status">{percent < 100 ? `Uploading… ${percent}%` : 'Almost done…'}</p>
      <progress
        aria-label="Progress of the upload"
        max={100}
        value={percent}
        className="block h-2 w-full appearance-none overflow-hidden rounded-full bg-divider [&::-moz-progress-bar]:bg-brand [&::-webkit-progress-bar]:bg-divider [&::-webkit-progress-value]:bg-brand"
      />
      <Button onClick={cancel}>Cancel the upload</Button>
    </div>
  );
}
