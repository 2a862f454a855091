import { bucketBounds } from '@namc/db/histogram';
import { designLimitMs, type ServiceClass, serviceClasses } from '@namc/inputs/service-levels';
import type { Metric, Registry } from 'prom-client';
import type { ServiceMeter, ServiceTotal } from './service-meter.ts';

/** The bounds that are told, in milliseconds: every limit of a service level is among them. */
const toldBounds = [1, 2.5, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

/** A transaction has no limit of its own. */
const limitOf = (name: ServiceClass): number | undefined => {
  if (name === 'connection') return 100;
  if (name === 'read' || name === 'write') return undefined;
  const limit = designLimitMs[name];
  return Number.isFinite(limit) ? limit : undefined;
};

function upTo(buckets: Float64Array, boundMs: number): number {
  let sum = 0;
  for (const [at, bound] of bucketBounds.entries()) {
    if (bound > boundMs) break;
    sum += buckets[at] ?? 0;
  }
  return sum;
}

interface Line {
  metricName?: string;
  labels: Record<string, string | number>;
  value: number;
}

/**
 * Reports the requests of each class since the start of the process, as counters and one histogram. They are the service meter’s
 * own counts, so that counting a request costs nothing more; `prom-client` has no histogram that takes them.
 */
export function showServices(registry: Registry, meter: Pick<ServiceMeter, 'totals'>): void {
  const show = (
    name: string,
    help: string,
    type: 'counter' | 'histogram',
    linesOf: (one: ServiceTotal, name: ServiceClass, all: number) => Line[],
  ) => {
    const get = async () => ({
      name,
      help,
      type,
      aggregator: 'sum',
      values: serviceClasses.flatMap((each) => {
        // A class without a request is a counter at zero: the first failure is a rise then.
        const one = meter.totals().get(each) ?? { errors: 0, buckets: new Float64Array(), totalMs: 0 };
        return linesOf(
          one,
          each,
          one.buckets.reduce((sum, count) => sum + count, 0),
        );
      }),
    });
    registry.registerMetric({ name, get, reset: () => undefined } as unknown as Metric);
  };
  show(
    'portal_service_seconds',
    'Requests and transactions by class and time.',
    'histogram',
    (one, name, all) => [
      ...toldBounds.map((bound) => ({
        metricName: 'portal_service_seconds_bucket',
        labels: { class: name, le: bound / 1_000 },
        value: upTo(one.buckets, bound),
      })),
      { metricName: 'portal_service_seconds_bucket', labels: { class: name, le: '+Inf' }, value: all },
      { metricName: 'portal_service_seconds_sum', labels: { class: name }, value: one.totalMs / 1_000 },
      { metricName: 'portal_service_seconds_count', labels: { class: name }, value: all },
    ],
  );
  show(
    'portal_service_errors_total',
    'Requests and transactions that failed on the portal’s side.',
    'counter',
    ({ errors }, name) => [{ labels: { class: name }, value: errors }],
  );
  show(
    'portal_service_over_limit_total',
    'Requests over the limit of their service level.',
    'counter',
    ({ buckets }, name, all) => {
      const limit = limitOf(name);
      return limit === undefined ? [] : [{ labels: { class: name }, value: all - upTo(buckets, limit) }];
    },
  );
}
