import * as v from 'valibot';
import { tableName, wholeNumber } from './schema';
import type { Values } from './variables';

/** The settings of profiles. */
export interface ProfilesSettings {
  readonly database: DatabaseSettings;
  /** The name of the bucket for uploaded files. */
  readonly uploadsBucket: string;
  /** The name of the table for file metadata. */
  readonly uploadsTable: string;
}

/** The address of the profiles database. */
export interface DatabaseAddress {
  /** A host name or an IP address. */
  readonly host: string;
  /** The TCP port. */
  readonly port: number;
  /** The name of the database on the server. */
  readonly name: string;
  /**
   * Whether to use TLS and verify the server's RDS certificate. May be false only for a loopback address.
   * @default true
   */
  readonly tls: boolean;
}

/** The address of the database, and the login of the app's database user. */
export interface DatabaseSettings extends DatabaseAddress {
  /** The name of the database user that the app logs in as. */
  readonly user: string;
  /**
   * The user's password, allowed only for a loopback address.
   * @default none: the user logs in with IAM
   */
  readonly password?: string;
}

const loopbackHosts = ['127.0.0.1', '::1', 'localhost'];

const unset = v.optional(v.never());

/**
 * Returns the schema of the settings of profiles. A password, or a connection without TLS, is allowed only for a
 * database on a loopback address. Without TLS, a password is required, because IAM tokens need TLS.
 */
export function profilesSchema({ databaseHost = '', databaseTls }: Values) {
  const isLoopback = loopbackHosts.includes(databaseHost);
  const password = databaseTls === 'off' ? v.string() : v.optional(v.string());
  return v.object({
    databaseHost: v.pipe(v.string(), v.regex(/^[A-Za-z0-9.:-]{1,255}$/)),
    databasePort: wholeNumber(1, 65_535),
    databaseName: databaseIdentifier(),
    databaseUser: databaseIdentifier(),
    databaseTls: v.optional(v.picklist(isLoopback ? ['verify', 'off'] : ['verify']), 'verify'),
    databasePassword: isLoopback ? password : unset,
    uploadsBucket: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)),
    uploadsTable: tableName(),
  });
}

export function toProfilesSettings(values: v.InferOutput<ReturnType<typeof profilesSchema>>): ProfilesSettings {
  const { databasePassword: password } = values;
  return {
    database: {
      host: values.databaseHost,
      port: values.databasePort,
      name: values.databaseName,
      tls: values.databaseTls === 'verify',
      user: values.databaseUser,
      ...(password !== undefined && { password }),
    },
    uploadsBucket: values.uploadsBucket,
    uploadsTable: values.uploadsTable,
  };
}

/** Returns the schema of a PostgreSQL identifier that needs no quotes. */
function databaseIdentifier() {
  return v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,62}$/));
}
