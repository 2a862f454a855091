import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

interface Lines {
  values: readonly (number | null)[];
  /** A second, thinner line. */
  second?: readonly (number | null)[] | undefined;
  /** A broken line across the plot. */
  limit?: number | undefined;
  /** Upright lines at moments that explain a change, with a word at the top of each. Keep the list the same between renders. */
  marks?: readonly { at: number; label: string }[] | undefined;
}

/** A line over time on a canvas. A null leaves a gap in the line. The page says the same in words and as a table. */
export default function LinePlot({
  at,
  values,
  second,
  limit,
  marks,
  unit,
  format,
}: {
  at: readonly number[];
  unit: string;
  format: (value: number) => string;
} & Lines) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = frame.current;
    if (!place) return;
    let plot: UPlot | undefined;
    const draw = () => {
      plot?.destroy();
      plot = new UPlot(
        optionsFor(place, unit, format, { second, limit, marks }),
        [
          [...at],
          [...values],
          ...(second ? [[...second]] : []),
          ...(limit === undefined ? [] : [at.map(() => limit)]),
        ],
        place,
      );
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
  }, [at, values, second, limit, marks, unit, format]);
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
  { second, limit, marks }: Pick<Lines, 'second' | 'limit' | 'marks'>,
): UPlot.Options {
  const [line, words, grid, border] = ['text-series', 'text-text-2', 'text-divider', 'text-bad'].map((name) =>
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
    hooks: { draw: [(plot) => drawMarks(plot, marks ?? [], words as string)] },
    cursor: { y: false, drag: { setScale: false } },
    scales: { y: { range: (_plot, _least, most) => [0, most > 0 ? most * 1.05 : 1] } },
    axes: [axis, { ...axis, size: 64, values: (_plot, ticks) => ticks.map(format) }],
    series: [
      {},
      { label: unit, stroke: line as string, width: 2, spanGaps: false, points: { size: 5 } },
      ...(second ? [{ stroke: words as string, width: 1, spanGaps: false, points: { size: 3 } }] : []),
      ...(limit === undefined
        ? []
        : [{ stroke: border as string, width: 1, dash: [6, 4], points: { show: false } }]),
    ],
  };
}

/** The canvas has as many dots as the screen, so that a line of one dot would be thinner on a fine one. */
function drawMarks(plot: UPlot, marks: NonNullable<Lines['marks']>, color: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  ctx.lineWidth = UPlot.pxRatio;
  ctx.setLineDash([2 * UPlot.pxRatio, 3 * UPlot.pxRatio]);
  ctx.font = `${11 * UPlot.pxRatio}px sans-serif`;
  for (const { at, label } of marks) {
    // The last step has begun before a moment in it, and the scale ends there.
    const x = Math.min(plot.valToPos(at, 'x', true), bbox.left + bbox.width);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    // A word at the right edge goes to the left of its line.
    const isLate = x + ctx.measureText(label).width + 8 * UPlot.pxRatio > bbox.left + bbox.width;
    ctx.textAlign = isLate ? 'right' : 'left';
    ctx.textBaseline = 'top';
    ctx.fillText(label, x + (isLate ? -4 : 4) * UPlot.pxRatio, bbox.top);
  }
  ctx.restore();
}
