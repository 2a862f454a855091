import { z } from 'zod';

/** A socket of this machine, or a port of another one. */
export type ScannerAddress = { socket: string } | { host: string; port: number };

/** Where ClamAV’s daemon listens. */
export const scannerAddress = z
  .string()
  .regex(
    /^(unix:\/[^\s]+|tcp:\/\/[\w.-]+:\d{1,5})$/,
    'must be unix:/run/clamav/clamd.ctl, or an address such as tcp://scanner:3310',
  )
  .transform((place): ScannerAddress => {
    if (place.startsWith('unix:')) return { socket: place.slice('unix:'.length) };
    const { hostname, port } = new URL(place);
    return { host: hostname, port: Number(port) };
  });
