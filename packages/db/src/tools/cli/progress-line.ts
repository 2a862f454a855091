import type { ImportProgress } from '../../contractors/import/attempt.ts';
import type { CommandContext } from './command-context.ts';

/** With longer intervals a person sees nothing move; with shorter ones the log is noise. */
const screenMs = 200;
const logMs = 5_000;

/** A step of an import, or of other work that says in words how far it is. */
type Step = Partial<ImportProgress> & { phase: string; detail?: string };

/** Shows the progress of a command: one changing line on a screen, a line every few seconds in a log. */
export class ProgressLine {
  readonly #out: CommandContext['stderr'];
  readonly #began = Date.now();
  #phase = '';
  #phaseBegan = Date.now();
  #shown = 0;
  #isOpen = false;

  constructor(out: CommandContext['stderr']) {
    this.#out = out;
  }

  show(step: Step): void {
    const now = Date.now();
    const isNewPhase = step.phase !== this.#phase;
    if (isNewPhase) {
      this.#phase = step.phase;
      this.#phaseBegan = now;
    }
    const every = this.#out.isTTY ? screenMs : logMs;
    if (!isNewPhase && now - this.#shown < every) return;
    this.#shown = now;
    const text = this.#describe(step, now);
    if (this.#out.isTTY) {
      this.#out.write(`\r\u001b[2K${text.slice(0, (this.#out.columns ?? 80) - 1)}`);
      this.#isOpen = true;
    } else {
      this.#out.write(`${text}\n`);
    }
  }

  end(): void {
    if (this.#isOpen) this.#out.write('\r\u001b[2K');
    this.#isOpen = false;
  }

  #describe({ phase, detail, rows, bytes, totalBytes }: Step, now: number): string {
    const parts = detail ? [phase, detail] : [phase];
    const seconds = (now - this.#phaseBegan) / 1000;
    if (bytes && totalBytes) parts.push(`${Math.floor((bytes / totalBytes) * 100)} %`);
    if (rows) {
      parts.push(`${rows.toLocaleString('en-US')} rows`);
      if (seconds > 1) parts.push(`${Math.round(rows / seconds).toLocaleString('en-US')} rows/s`);
    }
    if (bytes && totalBytes && seconds > 1)
      parts.push(`${Math.ceil((seconds * (totalBytes - bytes)) / bytes)} s left`);
    parts.push(`(${Math.round((now - this.#began) / 1000)} s)`);
    return parts.join('  ');
  }
}
