/** What an environment file need not say about its database. The windows are in UTC. */
export const databaseDefaults = {
  engineVersion: 17,
  maintenanceWindow: 'sun:03:00-sun:04:00',
  backupWindow: '01:00-02:00',
} as const;
