import { ErrorPanel } from '../../ui/error-panel.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';

/** Shown for a page whose code failed or could not be loaded. */
export function PageFailure({ error }: { error: unknown }) {
  return (
    <div className="max-w-[70ch] space-y-4">
      <PageHeading title="This page didn’t open" />
      <ErrorPanel
        what="Something on this page failed"
        error={error}
        retry={() => document.location.reload()}
      />
    </div>
  );
}
