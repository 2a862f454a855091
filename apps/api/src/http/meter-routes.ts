import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { TimedVariables } from './request-log.ts';
import { routeClasses } from './service-classes.ts';
import type { ServiceMeter } from './service-meter.ts';

const canceled = 499;

/** Measures the routes beside the procedures, up to the beginning of their answer. */
export function meterRoutes(meter: ServiceMeter): MiddlewareHandler<{ Variables: TimedVariables }> {
  return async (c, next) => {
    await next();
    const { status } = c.res;
    const route = matchedRoutes(c).find(({ method, path }) => routeClasses[`${method} ${path}`]);
    meter.request(
      route && routeClasses[`${route.method} ${route.path}`],
      performance.now() - c.get('began'),
      status >= 500 ? 'FAILED' : status === canceled ? 'CANCELED' : 'ANSWERED',
    );
  };
}
