import type { Bounds } from '@namc/inputs/bounds';
import { createContext, use, useEffect, useSyncExternalStore } from 'react';

interface Place {
  latitude: number;
  longitude: number;
}

/** Markers are rounded to four decimals, and rows may not be. */
const slack = 0.0001;

/**
 * The row and the point of a map that are under the pointer or the focus. Each lights the other. A page with this in its
 * state would draw the whole list again at each move, so the rows and the map listen for themselves.
 */
export class MapLights {
  #place: Place | null = null;
  #area: Bounds | null = null;
  readonly #listeners = new Set<() => void>();

  /** The place of the row under the pointer. */
  get place(): Place | null {
    return this.#place;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Lights the point of a row. */
  enter(place: Place | null): void {
    if (this.#place === place) return;
    this.#place = place;
    this.#tell();
  }

  /** Dims the point of a row, unless another row is lit by now. */
  leave(place: Place | null): void {
    if (this.#place === place) this.enter(null);
  }

  /** Lights the rows within a rectangle of the map, or none. */
  light(area: Bounds | null): void {
    this.#area = area;
    this.#tell();
  }

  isLit(place: Place | null): boolean {
    if (!place || !this.#area) return false;
    const [west, south, east, north] = this.#area;
    return (
      place.longitude >= west - slack &&
      place.longitude <= east + slack &&
      place.latitude >= south - slack &&
      place.latitude <= north + slack
    );
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The lights of the page. A list without a map has those that nobody switches on. */
export const Lights = createContext(new MapLights());

/** The attributes of a row that lights its point on the map, and is lit by it. `place`: null for a row that is not on the map. */
export function useRowLight(place: Place | null) {
  const lights = use(Lights);
  const isLit = useSyncExternalStore(
    lights.subscribe,
    () => lights.isLit(place),
    () => false,
  );
  // A row that goes while the pointer is on it hears of no leaving.
  useEffect(() => () => lights.leave(place), [lights, place]);
  const enter = () => lights.enter(place);
  const leave = () => lights.leave(place);
  return {
    'data-lit': isLit || undefined,
    onPointerEnter: enter,
    onPointerLeave: leave,
    onFocus: enter,
    onBlur: leave,
  };
}
