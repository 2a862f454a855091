import { colorOf, initialsOf } from './initials.ts';

const colors = [
  'bg-person-1-tint text-person-1',
  'bg-person-2-tint text-person-2',
  'bg-person-3-tint text-person-3',
  'bg-person-4-tint text-person-4',
  'bg-person-5-tint text-person-5',
  'bg-person-6-tint text-person-6',
] as const;

/** The initials of a person, in a circle, or of a firm, in a square. The name itself stands beside them. */
export function InitialsMark({
  name,
  of,
  isLarge = false,
}: {
  name: string;
  of: 'person' | 'firm';
  isLarge?: boolean;
}) {
  return (
    <span
      aria-hidden
      className={`inline-grid shrink-0 place-items-center font-semibold select-none ${
        isLarge ? 'size-12 text-body' : 'size-9 text-meta'
      } ${of === 'person' ? 'rounded-full' : 'rounded-control'} ${colors[colorOf(name)]}`}
    >
      {initialsOf(name, of)}
    </span>
  );
}
