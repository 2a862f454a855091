/** A building that goes up, in the theme's colors. It decorates the first words of the home page. */
export function Skyline({ className = '' }: { className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 320 260"
      className={`w-full text-on-hero-2 ${className}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="3"
      strokeLinejoin="round"
      strokeLinecap="round"
    >
      <path d="M8 250h304" opacity=".5" />
      <path d="M30 250V150h62v100M48 170h8m12 0h8m-28 24h8m12 0h8m-28 24h8m12 0h8" opacity=".6" />
      <g className="text-hero-accent" stroke="currentColor">
        <path d="M112 250V96h84v154M112 135h84M112 173h84M112 212h84M154 96v154" />
        <path
          d="m112 135 42-39 42 39M112 173l42-38 42 38M112 212l42-39 42 39M112 250l42-38 42 38"
          opacity=".45"
        />
      </g>
      <path
        d="M244 250V30m14 220V30m-14 20 14 20-14 20 14 20-14 20 14 20-14 20 14 20-14 20 14 20-14 20"
        opacity=".7"
      />
      <path d="M251 30V12l-84 26v8h140v-8zM172 46v34" />
      <path d="M164 80h16v10h-16z" fill="var(--hero-accent)" stroke="none" />
    </svg>
  );
}
