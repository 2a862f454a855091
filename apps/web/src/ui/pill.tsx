import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

const tones = {
  ok: 'bg-ok-tint text-ok',
  info: 'bg-info-tint text-info',
  warn: 'bg-warn-tint text-warn',
  bad: 'bg-bad-tint text-bad',
  accent: 'bg-accent-tint text-accent',
  quiet: 'bg-canvas text-text-2',
} as const;

/** A status in a word, with a color and an icon. The word alone says everything. */
export function Pill({
  tone,
  Icon,
  children,
}: {
  tone: keyof typeof tones;
  Icon?: LucideIcon;
  children: ReactNode;
}) {
  return (
    <span
      className={`inline-flex items-center gap-1 rounded-full border border-current/25 px-2 py-0.5 text-meta font-semibold sm:whitespace-nowrap ${tones[tone]}`}
    >
      {Icon && <Icon aria-hidden className="size-3.5 shrink-0" />}
      {children}
    </span>
  );
}
