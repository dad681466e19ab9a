/** The stores of profiles. */
export interface ProfilesStorageSettings {
  /** The database of personal details. */
  readonly database: DatabaseInstanceSettings;
}

/** PostgreSQL on RDS. */
export interface DatabaseInstanceSettings {
  /** The class of the instance, for example `db.t4g.micro` for about 14 US dollars a month. */
  readonly instanceClass: string;
  /** The initial storage, 20 to 65536 GiB. 20 GiB cost about 3 US dollars a month. */
  readonly storageGiB: number;
  /** The maximum to which RDS may grow the storage, at least 10 % above `storageGiB`. The storage never shrinks. */
  readonly maxStorageGiB: number;
  /**
   * Whether a standby instance in another zone takes over within two minutes. This doubles the price.
   * @default false
   */
  readonly multiAz?: boolean;
  /**
   * The major version of PostgreSQL, 15 or newer. RDS installs minor versions in the maintenance window. To upgrade, also set
   * `allowMajorVersionUpgrade`.
   * @default 17
   */
  readonly engineVersion?: number;
  /**
   * Whether an apply may upgrade the major version. The database is down for minutes, and only a restored snapshot has the old version.
   * Needs `applyImmediately`. Remove it after the upgrade (docs/operations.md).
   * @default false
   */
  readonly allowMajorVersionUpgrade?: boolean;
  /**
   * When RDS installs updates and applies pending changes, each week in UTC: `ddd:hh:mm-ddd:hh:mm` in lower case, at least 30 minutes,
   * outside `backupWindow`.
   * @default sun:03:00-sun:04:00
   */
  readonly maintenanceWindow?: string;
  /**
   * When RDS makes the daily backup, in UTC: `hh:mm-hh:mm`, at least 30 minutes.
   * @default 01:00-02:00
   */
  readonly backupWindow?: string;
  /**
   * Whether an apply changes the database immediately. This may restart the database. Otherwise RDS applies changes in the maintenance
   * window, and every plan shows them until then.
   * @default false
   */
  readonly applyImmediately?: boolean;
}

/** The defaults of `DatabaseInstanceSettings`. */
export const databaseDefaults = {
  engineVersion: 17,
  maintenanceWindow: 'sun:03:00-sun:04:00',
  backupWindow: '01:00-02:00',
} as const;
