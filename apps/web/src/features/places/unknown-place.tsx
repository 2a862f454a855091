/** Says that nobody knows a place, and offers the nearest names. */
export function UnknownPlace({
  id,
  near,
  nearest,
  choose,
}: {
  id: string;
  near: string;
  nearest: { label: string; near: string }[];
  choose: (near: string) => void;
}) {
  return (
    <div className="mt-1 text-dense">
      <p id={id} className="text-bad">
        We couldn’t find “{near}.” Try a ZIP code or a city, such as Oakland.
      </p>
      {nearest.length > 0 && (
        <p className="mt-1 flex flex-wrap items-center gap-x-2">
          Did you mean
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
