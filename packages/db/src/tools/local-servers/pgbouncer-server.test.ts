import { expect, it } from 'vitest';
import { withEntries } from './pgbouncer-server.ts';

it('the local pooler uses the shipped configuration, with its own ports and servers', () => {
  const shipped = '; why\n[databases]\na = host=x\n[pgbouncer]\nlisten_port = 1\npool_mode = transaction\n';
  expect(withEntries(shipped, { databases: { b: 'host=y' }, pgbouncer: { listen_port: 2 } })).toBe(
    '; why\n[databases]\nb = host=y\n[pgbouncer]\npool_mode = transaction\n\nlisten_port = 2\n',
  );
});
