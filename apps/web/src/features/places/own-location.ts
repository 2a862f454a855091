/** About a kilometer: two decimals of a degree. Nobody learns a person's address from it. */
const decimals = 2;

/** A position as the text of a place, rounded to about a kilometer. */
export const roughly = ({ latitude, longitude }: { latitude: number; longitude: number }): string =>
  `${latitude.toFixed(decimals)}, ${longitude.toFixed(decimals)}`;

/** The reason why there is no position, in words for the person. */
const reasons: Record<number, string> = {
  1: 'Your browser doesn’t share your location with this site. Type a ZIP code or a city instead.',
  2: 'Your device couldn’t find its location. Type a ZIP code or a city instead.',
  3: 'Finding your location took too long. Try again, or type a ZIP code or a city.',
};
const noGeolocation = 'This browser can’t tell its location. Type a ZIP code or a city instead.';

/**
 * Asks the browser, and it the person, for their position. Only the rounded position leaves this function.
 * @throws Error with a message for the person.
 */
export function findOwnPlace(): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject(new Error(noGeolocation));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve(roughly(coords)),
      ({ code }) => reject(new Error(reasons[code] ?? reasons[2])),
      { enableHighAccuracy: false, timeout: 15_000, maximumAge: 10 * 60_000 },
    );
  });
}
