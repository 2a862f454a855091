import { maintenancePlaceOf } from '@namc/db/maintenance/maintenance-place';
import { readSettings } from '@namc/db/settings';

/** For a worker whose test is about something else. */
export const noMaintenance = maintenancePlaceOf(readSettings({ NODE_ENV: 'development' }), '');
