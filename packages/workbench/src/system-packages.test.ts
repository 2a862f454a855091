import { describe, expect, it } from 'vitest';
import { isDebianLike, missingPackages, offeredVersion } from './system-packages.ts';

const others = {
  pgbouncer: true,
  redis: true,
  promtool: true,
  clamd: true,
  pgbackrest: true,
  patroni: true,
  etcd: true,
};

describe('the packages that a machine needs for the tests', () => {
  it.each([
    [
      'a bare Debian 12',
      {
        servers: [],
        postgis: [],
        browser: undefined,
        pgbouncer: false,
        redis: false,
        promtool: false,
        clamd: false,
        pgbackrest: false,
        patroni: false,
        etcd: false,
      },
      15,
      [
        'postgresql-15',
        'postgresql-15-postgis-3',
        'pgbouncer',
        'redis-server',
        'prometheus',
        'clamav-daemon',
        'pgbackrest',
        'patroni',
        'python3-etcd',
        'etcd-server',
        'chromium',
      ],
    ],
    [
      'a bare Debian 13',
      { servers: [], postgis: [], browser: '/usr/bin/chromium', ...others },
      17,
      ['postgresql-17', 'postgresql-17-postgis-3'],
    ],
    [
      'a server without PostGIS',
      { servers: [16], postgis: [], browser: '/usr/bin/chromium', ...others },
      15,
      ['postgresql-16-postgis-3'],
    ],
    [
      'PostGIS for an older server than the newest',
      { servers: [15, 17], postgis: [15], browser: '/b', ...others },
      15,
      ['postgresql-17-postgis-3'],
    ],
    [
      'a server that is too old',
      { servers: [13], postgis: [13], browser: '/b', ...others },
      15,
      ['postgresql-15', 'postgresql-15-postgis-3'],
    ],
    ['no browser', { servers: [15], postgis: [15], browser: undefined, ...others }, 15, ['chromium']],
    ['everything', { servers: [15], postgis: [15], browser: '/b', ...others }, 15, []],
  ])('on %s', (_what, found, offered, packages) => {
    expect(missingPackages(found, offered)).toEqual(packages);
  });

  it('names the browser that the system offers', () => {
    const found = { servers: [15], postgis: [15], browser: undefined, ...others };
    expect(missingPackages(found, 15, 'chromium-headless-shell')).toEqual(['chromium-headless-shell']);
  });

  it('include the server version that apt offers', () => {
    expect(offeredVersion('postgresql\n  Depends: postgresql-15\n  Suggests: postgresql-doc\n')).toBe(15);
    expect(offeredVersion('')).toBeUndefined();
  });

  it('are installed by apt only on Debian and systems derived from it', () => {
    expect(isDebianLike('NAME="Debian GNU/Linux"\nID=debian\n')).toBe(true);
    expect(isDebianLike('ID=linuxmint\nID_LIKE="ubuntu debian"\n')).toBe(true);
    expect(isDebianLike('ID=fedora\nHOME_URL="https://example.org/debian"\n')).toBe(false);
  });
});
