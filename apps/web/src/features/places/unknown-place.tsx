/** Says that nobody knows a place, or that it is only begun, and offers the nearest names. */
export function UnknownPlace({
  id,
  near,
  nearest,
  isBegun = false,
  choose,
}: {
  id: string;
  near: string;
  nearest: { label: string; near: string }[];
  /** True for the beginning of the names that are offered. */
  isBegun?: boolean;
  choose: (near: string) => void;
}) {
  return (
    <div className="mt-1 text-dense">
      {!isBegun && (
        <p id={id} className="text-bad">
          We couldn’t find “{near}.” Try a ZIP code or a city, such as Oakland.
        </p>
      )}
      {nearest.length > 0 && (
        <p className="mt-1 flex flex-wrap items-center gap-x-2">
          {isBegun ? 'Which place?' : 'Did you mean'}
          {nearest.map((place) => (
            <button
              key={place.near}
              type="button"
              onClick={() => choose(place.near)}
              className="inline-flex min-h-11 items-center text-link underline lg:min-h-8"
            >
              {place.label}
            </button>
          ))}
        </p>
      )}
    </div>
  );
}
