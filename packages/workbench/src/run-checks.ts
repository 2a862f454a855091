import type { Check } from './checks.ts';

export interface Summary {
  passed: number;
  failed: number;
}

/**
 * Runs the checks one after the other, a line each, with what failed in full below its line. A check that throws or
 * was not reached because somebody asked to stop has failed.
 */
export async function runChecks(
  checks: Check[],
  options: { signal: AbortSignal; write: (text: string) => void; isTerminal?: boolean },
): Promise<Summary> {
  const { signal, write, isTerminal = false } = options;
  const summary: Summary = { passed: 0, failed: 0 };
  for (const { name, run } of checks) {
    if (isTerminal) write(`  ${name} …`);
    const started = performance.now();
    const result = signal.aborted
      ? { passed: 0, failed: 1, output: 'Not run: stopped before.' }
      : await run(signal).catch((error: unknown) => ({
          passed: 0,
          failed: 1,
          output: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }));
    summary.passed += result.passed;
    summary.failed += result.failed;
    const counts =
      result.passed + result.failed === 1 ? '' : `, ${result.passed} passed, ${result.failed} failed`;
    const line = `${result.failed === 0 ? '✓' : '✗'} ${name} (${duration(performance.now() - started)}${counts})\n`;
    write(isTerminal ? `\r\u001b[2K${line}` : line);
    if (result.failed > 0) write(`${result.output.trim().replaceAll(/^/gm, '    ')}\n`);
  }
  return summary;
}

function duration(ms: number): string {
  const seconds = ms / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
