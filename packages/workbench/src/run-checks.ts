import type { Check } from './checks.ts';

export interface Summary {
  passed: number;
  failed: number;
}

/**
 * Runs the checks one after the other and writes a line for each. The output of a failed check follows its line, and
 * with `showPassed` that of every check. A check fails when it throws, and when a stop request keeps it from running.
 */
export async function runChecks(
  checks: Check[],
  options: { signal: AbortSignal; write: (text: string) => void; isTerminal?: boolean; showPassed?: boolean },
): Promise<Summary> {
  const { signal, write, isTerminal = false, showPassed = false } = options;
  const summary: Summary = { passed: 0, failed: 0 };
  for (const { name, run } of checks) {
    if (isTerminal) write(`  ${name} …`);
    const started = performance.now();
    const result = signal.aborted
      ? { passed: 0, failed: 1, output: 'Not run: the command was stopped.' }
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
    if ((result.failed > 0 || showPassed) && result.output.trim())
      write(`${result.output.trim().replaceAll(/^/gm, '    ')}\n`);
  }
  return summary;
}

function duration(ms: number): string {
  const seconds = ms / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
