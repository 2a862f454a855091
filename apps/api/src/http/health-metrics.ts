import { setTimeout as wait } from 'node:timers/promises';
import { type Database, forRequest } from '@namc/db';
import { type HealthFigures, readFigures } from '@namc/db/health/read-figures';
import { healthStates } from '@namc/inputs/health';
import { Gauge, type Registry } from 'prom-client';
import { actorOf } from '../actors.ts';

/** A scrape waits so long for the database, and goes on without its figures. */
const patienceMs = 3_000;

/** A label of Prometheus is one word. */
const labelOf = (state: string) => state.replaceAll(' ', '_');

/**
 * Reports what the checks of the database found last. The returned function reads it anew, and never throws: without the database
 * the metrics have no such line, and `portal_health_known` is 0, so that nobody takes an old state for the present one.
 */
export function showHealth(registers: Registry[], given: Database, hasHeart: boolean): () => Promise<void> {
  const db = forRequest(given, { name: 'readFigures' });
  let figures: HealthFigures | undefined;
  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    show: (now: HealthFigures, set: (value: number, labels?: Record<Label, string>) => void) => void,
  ) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        // `reset` gives a gauge without labels a 0, which here would be a value that nobody measured.
        if (labelNames.length === 0) this.remove();
        if (figures) show(figures, (value, labels) => (labels ? this.set(labels, value) : this.set(value)));
      },
    });
  new Gauge({
    name: 'portal_health_known',
    help: '1 if the database told what its checks found; without it the other metrics of health are absent.',
    registers,
    collect() {
      this.set(figures ? 1 : 0);
    },
  });
  gauge(
    'portal_health_state',
    'The state of each check: 1 for the state that holds, 0 for the others.',
    ['check', 'state'],
    ({ checks }, set) => {
      for (const { name, state } of checks)
        for (const one of healthStates) set(one === state ? 1 : 0, { check: name, state: labelOf(one) });
    },
  );
  gauge(
    'portal_health_value',
    'What a check measured, in the unit of the label.',
    ['check', 'unit'],
    ({ checks }, set) => {
      for (const { name, value, unit } of checks) if (value !== null) set(value, { check: name, unit });
    },
  );
  gauge(
    'portal_health_last_round_timestamp_seconds',
    'When the checks of the database ran last.',
    [],
    ({ lastRound }, set) => {
      if (lastRound !== null) set(lastRound);
    },
  );
  gauge(
    'portal_worker_last_beat_timestamp_seconds',
    'When the worker wrote its last beat.',
    [],
    (now, set) => {
      if (hasHeart && now.lastBeat !== null) set(now.lastBeat);
    },
  );
  gauge('portal_health_open_alerts', 'Alerts of the database that are open.', [], ({ openAlerts }, set) =>
    set(openAlerts),
  );
  gauge(
    'portal_probe_last_minute_timestamp_seconds',
    'The last minute that a probe handed in. A probe that said nothing for a week has no line.',
    ['probe'],
    ({ probes }, set) => {
      for (const { probe, lastMinute } of probes) set(lastMinute, { probe });
    },
  );
  gauge(
    'portal_probe_answered_ratio',
    'The part of a probe’s questions of the last five minutes that the portal answered.',
    ['probe'],
    ({ probes }, set) => {
      for (const { probe, answered } of probes) if (answered !== null) set(answered, { probe });
    },
  );
  gauge(
    'portal_service_level_ratio',
    'The part of the requests that must keep to a service level.',
    ['level'],
    ({ levels }, set) => {
      for (const { name, share } of levels) set(share, { level: name });
    },
  );
  return async () => {
    const late = new AbortController();
    figures = await Promise.race([
      db.read(actorOf(undefined, 'system:metrics'), readFigures).catch(() => undefined),
      wait(patienceMs, undefined, { signal: late.signal }).catch(() => undefined),
    ]);
    late.abort();
  };
}
