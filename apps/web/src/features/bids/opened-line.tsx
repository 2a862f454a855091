import { instantIn } from '../projects/project-words.ts';

/** When the bids were opened, and by whom. The worker opens them after the deadline, and an outage makes that later. */
export function OpenedLine({
  comparison: { openedAt, opener, sealedUntil },
  zone,
}: {
  comparison: {
    openedAt: string | Date | null;
    opener: string | null;
    sealedUntil: string | Date | null;
  };
  zone: string;
}) {
  if (!openedAt) return null;
  return (
    <p className="text-dense text-text-2">
      {opener
        ? `Opened on ${instantIn(openedAt, zone)}. ${opener} asked for it.`
        : `Opened on ${instantIn(openedAt, zone)} by the portal’s job for deadlines.`}
      {sealedUntil && ` The bids were sealed until ${instantIn(sealedUntil, zone)}.`}
    </p>
  );
}
