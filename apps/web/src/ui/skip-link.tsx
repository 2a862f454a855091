/** The first stop of the Tab key. It skips what every page repeats. */
export function SkipLink() {
  return (
    <a
      href="#content"
      className="sr-only rounded-control bg-raised px-4 py-3 font-semibold text-link focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-[2000]"
    >
      Skip to content
    </a>
  );
}
