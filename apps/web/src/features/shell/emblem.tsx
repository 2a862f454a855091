/** The association's emblem, in the colors of the theme. */
export function Emblem() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className="size-7">
      <rect width="32" height="32" rx="7" fill="var(--brand)" />
      <path d="M8 24V8h3.6l8.5 10.6V8H24v16h-3.6L11.9 13.4V24z" fill="var(--on-brand)" />
    </svg>
  );
}
