import type { Transaction } from '../../engine/database.ts';
import { parseText } from '../../engine/text-query.ts';
import {
  findPlace,
  listNearestPlaces,
  type Place,
  type PlaceSuggestion,
  suggestPlaces,
} from '../../places/queries.ts';
import { endOf } from './more-places.ts';
import { countiesIn, findPlaceIn } from './place-in-words.ts';
import {
  areaInWords,
  nearOf,
  type Understood,
  type UnresolvedPlace,
  understandPlaces,
} from './understood.ts';

/** The part of a search's meaning that its place gives. */
interface PlaceOfSearch {
  place: Place | null;
  counties: string[];
  area: string | null;
  placeUnknown: boolean;
  nearestPlaces: PlaceSuggestion[];
  understood: Understood[];
}

/** So many places are offered that a begun one may go on to. */
const mostBegun = 3;

/** The places that an unknown one may mean. It is only begun if it may go on to one, as it does while somebody types. */
export async function readUnknown(
  tx: Transaction,
  understood: Understood[],
): Promise<Partial<PlaceOfSearch>> {
  const unknown = understood.find((part): part is UnresolvedPlace => part.as === 'unknown-place');
  if (!unknown) return {};
  const begun = (await suggestPlaces(tx, { typed: unknown.name })).slice(0, mostBegun);
  if (begun.length === 0) return { nearestPlaces: await listNearestPlaces(tx, unknown.name) };
  return {
    nearestPlaces: begun,
    understood: understood.map((part) => (part === unknown ? { ...unknown, as: 'begun-place' } : part)),
  };
}

/** The place of the field `near`: a radius, or the counties that it names. Of several places a person has to choose. */
export async function readPlace(tx: Transaction, near: string): Promise<Partial<PlaceOfSearch>> {
  if (near === '') return {};
  const none = { place: null, counties: [], area: null, placeUnknown: false, nearestPlaces: [] };
  const place = await findPlace(tx, near);
  if (place) {
    const counties = countiesIn(place);
    return counties.length > 0 ? { ...none, counties, area: areaInWords([place]) } : { ...none, place };
  }
  const { parts } = parseText(near);
  const said = await findPlaceIn(tx, parts);
  const isAll = said?.place && said.start === 0 && !said.begun && endOf(said) === parts.length;
  if (!isAll) return { ...none, placeUnknown: true, nearestPlaces: await listNearestPlaces(tx, near) };
  const several = understandPlaces(said, () => near);
  if (several.area !== null && several.understood.length === 1) {
    return { ...none, counties: several.counties, area: several.area };
  }
  const nearestPlaces = [said.place, ...said.others.map((one) => one.place)].flatMap((one) =>
    one ? [{ label: one.label, near: nearOf(one.label) }] : [],
  );
  return { ...none, placeUnknown: true, nearestPlaces };
}
