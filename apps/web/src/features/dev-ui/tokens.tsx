import { Specimen } from './specimen.tsx';

const grounds = [
  ['canvas', 'bg-canvas'],
  ['surface', 'bg-surface'],
  ['raised', 'bg-raised'],
  ['info-tint', 'bg-info-tint'],
  ['accent-tint', 'bg-accent-tint'],
  ['ok-tint', 'bg-ok-tint'],
  ['warn-tint', 'bg-warn-tint'],
  ['bad-tint', 'bg-bad-tint'],
] as const;

const fills = [
  ['brand', 'bg-brand text-on-brand'],
  ['accent', 'bg-accent text-on-accent'],
  ['bad', 'bg-bad text-on-bad'],
] as const;

const texts = [
  ['text', 'text-text'],
  ['text-2', 'text-text-2'],
  ['text-3', 'text-text-3'],
  ['link', 'text-link'],
  ['accent', 'text-accent'],
  ['ok', 'text-ok'],
  ['info', 'text-info'],
  ['warn', 'text-warn'],
  ['bad', 'text-bad'],
] as const;

const sizes = [
  ['display', 'text-display font-bold tracking-tight'],
  ['h1', 'text-h1 font-semibold tracking-tight'],
  ['h2', 'text-h2 font-semibold tracking-tight'],
  ['h3', 'text-h3 font-semibold'],
  ['lead', 'text-lead'],
  ['body', 'text-body'],
  ['dense', 'text-dense'],
  ['meta', 'text-meta'],
] as const;

const spaces = ['w-1', 'w-2', 'w-3', 'w-4', 'w-6', 'w-8', 'w-12', 'w-16'] as const;

/** The tokens of `styles.css`. */
export function Tokens() {
  return (
    <>
      <Specimen title="Colors">
        <ul className="grid grid-cols-2 gap-2 sm:grid-cols-4">
          {grounds.map(([name, ground]) => (
            <li key={name} className={`rounded-control border border-divider p-3 text-dense ${ground}`}>
              {name}
            </li>
          ))}
          {fills.map(([name, fill]) => (
            <li key={name} className={`rounded-control p-3 text-dense font-semibold ${fill}`}>
              {name}
            </li>
          ))}
        </ul>
        <ul className="flex flex-wrap gap-x-4 rounded-card bg-surface p-3">
          {texts.map(([name, color]) => (
            <li key={name} className={color}>
              {name}
            </li>
          ))}
        </ul>
      </Specimen>
      <Specimen title="Type">
        <ul className="space-y-1">
          {sizes.map(([name, size]) => (
            <li key={name} className={size}>
              {name}: licensed since 1987
            </li>
          ))}
        </ul>
      </Specimen>
      <Specimen title="Space, corners and shadows">
        <ul className="flex flex-wrap items-end gap-3 text-meta">
          {spaces.map((width) => (
            <li key={width}>
              <span className={`block h-4 bg-accent ${width}`} />
              {Number(width.slice(2)) * 4}
            </li>
          ))}
        </ul>
        <ul className="flex flex-wrap gap-4 text-dense">
          <li className="rounded-control border border-divider bg-surface p-3">control</li>
          <li className="rounded-card border border-divider bg-surface p-3 shadow-card">card</li>
          <li className="rounded-card border border-divider bg-raised p-3 shadow-overlay">overlay</li>
        </ul>
      </Specimen>
    </>
  );
}
