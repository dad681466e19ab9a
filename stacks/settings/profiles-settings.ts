import { boolean, number, object, optional, string } from './shape';

/** The settings of the stores of profiles. */
export interface ProfilesStorageSettings {
  /** The database of personal details, in PostgreSQL on RDS. */
  readonly database: DatabaseInstanceSettings;
}

/** The settings of a PostgreSQL database on RDS. */
export interface DatabaseInstanceSettings {
  /** The instance class of the database, for example `db.t4g.micro`, which costs about 14 US dollars a month. */
  readonly instanceClass: string;
  /** The initial storage in GiB: a whole number from 20 to 65536. 20 GiB cost about 3 US dollars a month. */
  readonly storageGiB: number;
  /**
   * The maximum storage in GiB: from 10 % above `storageGiB` to 65536. When the storage fills up, RDS enlarges it up to this size. RDS
   * never reduces the storage.
   */
  readonly maxStorageGiB: number;
  /**
   * Whether RDS runs a standby instance in another zone. If the database fails, the standby takes over within two minutes. This doubles the
   * price.
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
   * Whether an apply may upgrade the major version of PostgreSQL. `true` requires `applyImmediately: true`. During an upgrade, the database
   * is down for minutes. To go back to the old version, you must restore a snapshot. Remove this setting after the upgrade
   * (docs/operations.md).
   * @default false
   */
  readonly allowMajorVersionUpgrade?: boolean;
  /**
   * The weekly time in UTC when RDS installs updates and applies pending changes: `ddd:hh:mm-ddd:hh:mm` in lower case. The window must last
   * at least 30 minutes, and must not overlap `backupWindow`.
   * @default sun:03:00-sun:04:00
   */
  readonly maintenanceWindow?: string;
  /**
   * The daily backup window of RDS, in UTC: `hh:mm-hh:mm`, at least 30 minutes.
   * @default 01:00-02:00
   */
  readonly backupWindow?: string;
  /**
   * Whether an apply changes the database immediately, which may restart the database. If not, RDS applies changes in the maintenance
   * window, and every plan shows them until then.
   * @default false
   */
  readonly applyImmediately?: boolean;
}

/** The default values of the optional settings of the database. */
export const databaseDefaults = {
  engineVersion: 17,
  maintenanceWindow: 'sun:03:00-sun:04:00',
  backupWindow: '01:00-02:00',
} as const;

export const profilesShape = object<ProfilesStorageSettings>({
  database: object<DatabaseInstanceSettings>({
    instanceClass: string,
    storageGiB: number(),
    maxStorageGiB: number(),
    multiAz: optional(boolean),
    engineVersion: optional(number()),
    allowMajorVersionUpgrade: optional(boolean),
    maintenanceWindow: optional(string),
    backupWindow: optional(string),
    applyImmediately: optional(boolean),
  }),
});
