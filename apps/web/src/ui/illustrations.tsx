import type { ReactNode } from 'react';

/** A small drawing in the theme's colors. It decorates: the words beside it say what it shows. */
function Drawing({ children }: { children: ReactNode }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 96 72"
      className="mx-auto h-18 w-24 text-brand"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}

const ground = <path d="M6 66h84" className="text-divider" stroke="currentColor" />;

/** A hard hat on the ground: the work is done. */
export const AllDone = () => (
  <Drawing>
    {ground}
    <path
      d="M22 56a26 26 0 0 1 52 0z"
      className="text-accent"
      fill="var(--accent-tint)"
      stroke="currentColor"
    />
    <path d="M16 56h64M42 32v-5h12v5" />
  </Drawing>
);

/** A magnifier over a plan: nothing was found. */
export const NothingFound = () => (
  <Drawing>
    {ground}
    <path d="M16 12h44v44H16zM16 30h18v26M34 12v10" fill="var(--info-tint)" />
    <path d="m66 52 14 12" className="text-accent" stroke="currentColor" strokeWidth="5" />
    <circle cx="56" cy="42" r="13" className="text-accent" fill="var(--surface)" stroke="currentColor" />
  </Drawing>
);

/** A clipboard without entries: nothing is here yet. */
export const NothingYet = () => (
  <Drawing>
    {ground}
    <path d="M30 12h36v54H30z" fill="var(--surface)" />
    <path d="M40 8h16v8H40z" className="text-accent" fill="var(--accent-tint)" stroke="currentColor" />
    <path d="M38 30h20M38 40h20M38 50h11" className="text-divider" stroke="currentColor" />
  </Drawing>
);
