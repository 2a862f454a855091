import type { OtherWork } from '@namc/inputs/other-work';
import type { Place } from '../../places/queries.ts';
import type { SaidPlace } from './more-places.ts';
import { countiesIn } from './place-in-words.ts';
import { withoutPreposition } from './place-words.ts';
import type { SetAside, Unit } from './units.ts';

/** One stretch of the typed text and what it was taken for. The stretches together are the whole text, in order. */
export type Understood =
  /** `everyone` stands for firms of every trade, `beside-license` for words beside the number that says which license is meant. */
  | { as: 'name' | 'here' | 'everyone' | 'beside-license'; typed: string }
  /** `isWhole` is false for the beginning of numbers. `zip` is the ZIP code that the same digits name. */
  | { as: 'license'; typed: string; isWhole: boolean; zip: string | null }
  /** A license number in a list that no present license has. */
  | { as: 'no-license'; typed: string }
  /** Work that no class is for. Holders of `codes` may do it, or what belongs to it. */
  | { as: 'other-work'; typed: string; kind: OtherWork; codes: string[] }
  /** Not searched for in names: everyday words beside a trade, and what a filter says. */
  | SetAside
  | UnresolvedPlace
  | { as: 'trade'; typed: string; codes: string[] }
  /** Of several places only the first is searched. */
  | { as: 'place'; typed: string; label: string; near: string }
  /** Null for one that nobody knows, or that is only begun. */
  | { as: 'other-place'; typed: string; label: string | null; near: string | null }
  /** `label` is a county, or an area of several. */
  | { as: 'county'; typed: string; label: string; counties: string[] };

/** A place that nobody knows, or the beginning of some. */
export type UnresolvedPlace = Unresolved<'unknown-place'> | Unresolved<'begun-place'>;
interface Unresolved<As> {
  as: As;
  typed: string;
  /** The end of `typed`, without a preposition. */
  name: string;
}

/** The meaning of a place in the text, or of several: counties together, or the first place and others that are not searched. */
export interface PlaceMeaning {
  place: Place | null;
  counties: string[];
  area: string | null;
  understood: Understood[];
}

export function understandPlaces(
  said: SaidPlace,
  typedOf: (start: number, end: number) => string,
): PlaceMeaning {
  const { place, start, end, others, begun } = said;
  const typed = typedOf(start, end);
  const none = { place: null, counties: [], area: null };
  if (!place)
    return { ...none, understood: [{ as: 'unknown-place', typed, name: withoutPreposition(typed) }] };
  const every = [place, ...others.map((one) => one.place)];
  const within = every.map(countiesIn);
  if (!begun && within.every((counties) => counties.length > 0)) {
    const counties = [...new Set(within.flat())];
    const label = areaInWords(every);
    const whole = typedOf(start, Math.max(end, ...others.map((one) => one.end)));
    return { ...none, counties, area: label, understood: [{ as: 'county', typed: whole, label, counties }] };
  }
  const [counties = []] = within;
  const alone = [
    ...others.map((one) => ({ ...one, label: one.place.label, near: nearOf(one.place.label) })),
    ...(begun ? [{ ...begun, label: null, near: null }] : []),
  ].map(
    (one): Understood => ({
      as: 'other-place',
      typed: withoutPreposition(typedOf(one.start, one.end)),
      label: one.label,
      near: one.near,
    }),
  );
  const label = areaInWords([place]);
  return counties.length > 0
    ? { ...none, counties, area: label, understood: [{ as: 'county', typed, label, counties }, ...alone] }
    : { ...none, place, understood: [placeUnderstood(typed, place), ...alone] };
}

export const placeUnderstood = (typed: string, { label }: Place): Understood => ({
  as: 'place',
  typed,
  label,
  near: nearOf(label),
});

/** The text of a place for the field `near`: the ZIP code of a label that begins with one. */
export const nearOf = (label: string): string => /^\d{5}\b/.exec(label)?.[0] ?? label;

/** Areas that are named without an article. */
const bare = /California$|Country$|^(?:Silicon|Napa|Sonoma)/;

/** `Alameda County`, `Alameda and Marin Counties`, `the Bay Area`. */
export function areaInWords(places: Place[]): string {
  const labels = [...new Set(places.map(({ label }) => label))];
  if (labels.length > 1 && places.every(({ kind }) => kind === 'county')) {
    return `${and.format(labels.map((label) => label.replace(/ County$/, '')))} Counties`;
  }
  return and.format(
    labels.map((label) => (/ County$/.test(label) || bare.test(label) ? label : `the ${label}`)),
  );
}

const and = new Intl.ListFormat('en-US', { type: 'conjunction' });

export function understandUnit({ typed, codes, or, excluded, isPhrase, otherWork }: Unit): Understood {
  const quoted = isPhrase ? `"${typed}"` : typed;
  const whole = `${or ? 'or ' : ''}${excluded ? '-' : ''}${quoted}`;
  if (otherWork) return { as: 'other-work', typed: whole, kind: otherWork.kind, codes: otherWork.codes };
  return codes.length > 0 ? { as: 'trade', typed: whole, codes } : { as: 'name', typed: whole };
}
