import type { ReactNode } from 'react';

/** The place of a list without rows: a drawing, a sentence, and what a person can do about it. */
export function Empty({
  drawing,
  title,
  children,
}: {
  drawing: ReactNode;
  title: string;
  children?: ReactNode;
}) {
  return (
    <div className="rounded-card border border-dashed border-divider bg-surface px-4 py-8 text-center">
      {drawing}
      <p className="mt-3 font-semibold">{title}</p>
      {children && <div className="mx-auto mt-1 max-w-md text-dense text-text-2">{children}</div>}
    </div>
  );
}
