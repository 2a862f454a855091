/** Latencies in milliseconds, and answers per second. */
export interface Latencies {
  p50: number;
  p95: number;
  p99: number;
  perSecond: number;
}

const warmUp = 20;

export function latenciesOf(milliseconds: number[], seconds: number): Latencies {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), perSecond: milliseconds.length / seconds };
}

/** Runs the requests with this many clients. Each sends its next request as soon as it has an answer. */
export async function measureLatencies(
  clients: number,
  requests: number,
  ask: () => Promise<unknown>,
): Promise<Latencies> {
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let request = 0; request < warmUp / clients; request += 1) await ask();
    }),
  );
  const taken: number[] = [];
  let left = requests;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (left > 0) {
        left -= 1;
        const sent = performance.now();
        await ask();
        taken.push(performance.now() - sent);
      }
    }),
  );
  return latenciesOf(taken, (performance.now() - began) / 1000);
}

export function row(name: string, clients: number | string, figures: Latencies | string[]): string {
  const cells = Array.isArray(figures)
    ? figures
    : [figures.p50.toFixed(2), figures.p95.toFixed(2), figures.p99.toFixed(2), figures.perSecond.toFixed(0)];
  return [name.padEnd(36), String(clients).padStart(7), ...cells.map((cell) => cell.padStart(8))].join(' ');
}
