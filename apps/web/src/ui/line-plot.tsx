import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** A line over time on a canvas. A null leaves a gap in the line. The page says the same in words and as a table. */
export default function LinePlot({
  at,
  values,
  unit,
  format,
  limit,
}: {
  at: readonly number[];
  values: readonly (number | null)[];
  unit: string;
  format: (value: number) => string;
  /** Drawn as a dashed line. */
  limit?: number | undefined;
}) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = frame.current;
    if (!place) return;
    let plot: UPlot | undefined;
    const draw = () => {
      plot?.destroy();
      const level = limit === undefined ? [] : [at.map(() => limit)];
      plot = new UPlot(optionsFor(place, unit, format, limit), [[...at], [...values], ...level], place);
    };
    draw();
    // The canvas has the colors of its first paint.
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    const watch = new ResizeObserver(() => plot?.setSize({ width: place.clientWidth, height }));
    watch.observe(place);
    return () => {
      scheme.removeEventListener('change', draw);
      watch.disconnect();
      plot?.destroy();
    };
  }, [at, values, unit, format, limit]);
  return <div ref={frame} aria-hidden className="h-56 w-full overflow-hidden" />;
}

const height = 224;

/** The color that a class has right now, as a canvas understands it. */
function colorOf(place: HTMLElement, className: string): string {
  const probe = document.createElement('span');
  probe.className = className;
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function optionsFor(
  place: HTMLElement,
  unit: string,
  format: (value: number) => string,
  limit: number | undefined,
): UPlot.Options {
  const [line, words, grid, edge] = ['text-series', 'text-text-2', 'text-divider', 'text-warn'].map((name) =>
    colorOf(place, name),
  );
  const axis = {
    stroke: words as string,
    grid: { stroke: grid as string, width: 1 },
    ticks: { show: false },
  };
  return {
    width: place.clientWidth,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { setScale: false } },
    scales: { y: { range: (_plot, _least, most) => [0, most > 0 ? most * 1.05 : 1] } },
    axes: [axis, { ...axis, size: 64, values: (_plot, ticks) => ticks.map(format) }],
    series: [
      {},
      { label: unit, stroke: line as string, width: 2, spanGaps: false, points: { size: 5 } },
      ...(limit === undefined
        ? []
        : [{ label: 'Limit', stroke: edge as string, width: 1, dash: [6, 4], points: { show: false } }]),
    ],
  };
}
