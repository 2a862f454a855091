import { CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const looks = {
  ok: { Icon: CircleCheck, box: 'border-ok bg-ok-tint', text: 'text-ok' },
  info: { Icon: Info, box: 'border-info bg-info-tint', text: 'text-info' },
  warn: { Icon: TriangleAlert, box: 'border-warn bg-warn-tint', text: 'text-warn' },
} as const;

/** A message with an icon and a title, so that color is not its only sign. */
export function Notice({
  kind,
  title,
  children,
}: {
  kind: keyof typeof looks;
  title: string;
  children?: ReactNode;
}) {
  const { Icon, box, text } = looks[kind];
  return (
    <div role="status" className={`max-w-xl rounded-card border p-4 ${box}`}>
      <p className={`flex items-center gap-2 font-semibold ${text}`}>
        <Icon aria-hidden className="size-5 shrink-0" />
        {title}
      </p>
      {children && <div className="mt-1 space-y-2 text-dense">{children}</div>}
    </div>
  );
}
