import { isIP } from 'node:net';
import * as v from 'valibot';
import {
  imageVariables,
  isRegion,
  isWebOrigin,
  maxPostsPerMinute,
  migrateVariables,
  port,
  profilesVariables,
  shutdownOf,
  variables,
} from '../contract';

/** The settings of the app. Nothing else is read from the environment, except by the AWS SDK. */
export interface Settings {
  /**
   * The TCP port; 0 for a free one.
   * @default 5000
   */
  readonly port: number;
  /**
   * The address to listen on.
   * @default all interfaces, as a container needs
   */
  readonly listenHost?: string;
  /** The AWS region of the table. */
  readonly region: string;
  /** The name of the table of entries. */
  readonly table: string;
  /**
   * Origins, besides our own, whose scripts may send requests.
   * @default none
   */
  readonly allowedOrigins: readonly string[];
  /**
   * The maximum number of posts per client and minute in this process.
   * @default 30
   */
  readonly postsPerMinute: number;
  /**
   * The number of trusted proxies in front of the app: 0, 1 behind a load balancer, or 2 behind CloudFront and a load
   * balancer. It determines the client's address.
   * @default 0
   */
  readonly trustedProxies: number;
  /**
   * Whether a load balancer or CloudFront terminates TLS.
   * @default false
   */
  readonly behindTls: boolean;
  /**
   * How long to keep serving after SIGTERM, in seconds, until load balancers have noticed.
   * @default 5
   */
  readonly drainSeconds: number;
  /**
   * The CloudWatch namespace of the app's metrics.
   * @default none: no metrics are written
   */
  readonly metricsNamespace?: string;
  /**
   * The settings of profiles.
   * @default none: profiles are off, and their code is not loaded
   */
  readonly profiles?: ProfilesSettings;
  /**
   * The version of the app. The image sets it.
   * @default development
   */
  readonly version: string;
  /**
   * The lowest level that is logged: trace, debug, info, warn, error, fatal or silent.
   * @default info
   */
  readonly logLevel: string;
}

/** The settings of profiles. */
export interface ProfilesSettings {
  readonly database: DatabaseSettings;
  /** The name of the bucket of uploaded files. */
  readonly uploadsBucket: string;
  /** The name of the table of file metadata. */
  readonly uploadsTable: string;
}

/** The address of the database of profiles. */
export interface DatabaseAddress {
  /** A host name or an IP address. */
  readonly host: string;
  /** The TCP port. */
  readonly port: number;
  /** The name of the database within the server. */
  readonly name: string;
  /**
   * Whether to use TLS and verify the server's RDS certificate. May be false only for a loopback address.
   * @default true
   */
  readonly tls: boolean;
}

/** The address of the database and the app's user there. */
export interface DatabaseSettings extends DatabaseAddress {
  /** The user of the app in the database. */
  readonly user: string;
  /**
   * The password, only for a loopback address.
   * @default none: the user logs in with IAM
   */
  readonly password?: string;
}

/** The settings of `migrate.js`: those of the app, and the login of the master user. */
export interface MigrateSettings extends Settings {
  readonly profiles: ProfilesSettings;
  readonly master: { readonly user: string; readonly password: string };
}

/** The environment variables of a process, by name. */
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

export const developmentVersion = 'development';

/** If the app served longer, requests could not finish before ECS kills the task. */
const maxDrainSeconds = shutdownOf(false).stopTimeoutSeconds - 10;

const names = { ...variables, ...imageVariables, ...profilesVariables, ...migrateVariables };

type Setting = keyof typeof names;

type Values = Readonly<Record<Setting, string | undefined>>;

const loopbackHosts = ['127.0.0.1', '::1', 'localhost'];

const allowed = {
  port: 'a whole number from 0 to 65535, such as 5000',
  listenHost: 'an IP address of this machine to listen on, such as 127.0.0.1, or leave it unset for all interfaces',
  region: 'an AWS region, such as eu-central-1',
  table: 'the name of the DynamoDB table: 3 to 255 letters, digits, "_", "-" or "."',
  allowedOrigins: 'origins separated by commas, without a path or a trailing slash, such as https://www.example.com',
  postsPerMinute: `a whole number from 1 to ${maxPostsPerMinute}, such as 30`,
  trustedProxies: '0, 1 behind a load balancer, or 2 behind CloudFront and a load balancer',
  behindTls: 'true or false',
  drainSeconds: `a whole number from 0 to ${maxDrainSeconds}, such as 5`,
  metricsNamespace:
    'a CloudWatch namespace: 1 to 255 letters, digits, spaces and ._-/#:, not starting with AWS/ or a colon, such as my-app/dev',
  version: '1 to 64 letters, digits, ".", "_", "+" or "-", such as 1.4.0',
  logLevel: 'trace, debug, info, warn, error, fatal or silent',
  databaseHost: 'the host name or the address of the PostgreSQL server, which profiles need',
  databasePort: 'a whole number from 1 to 65535, such as 5432',
  databaseName:
    'the name of the database: 1 to 63 lower-case letters, digits or "_", starting with a letter, such as app',
  databaseUser:
    'a user of the database: 1 to 63 lower-case letters, digits or "_", starting with a letter, such as app',
  uploadsBucket: 'the name of the S3 bucket of files: 3 to 63 lower-case letters, digits, "-" or "."',
  uploadsTable: 'the name of the DynamoDB table of files: 3 to 255 letters, digits, "_", "-" or "."',
  databaseTls: 'verify, or off if DATABASE_HOST is a loopback address, such as 127.0.0.1',
  databasePassword:
    'the password of DATABASE_USER, only for a loopback address; otherwise leave it unset, because the app logs in with IAM',
  masterUser: "the database's master user, different from DATABASE_USER",
  masterPassword: "the master user's password",
} as const satisfies Record<Setting, string>;

const schema = v.object({
  port: v.optional(wholeNumber(0, 65_535), String(port)),
  listenHost: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => isIP(text) !== 0),
    ),
  ),
  region: v.pipe(v.string(), v.check(isRegion)),
  table: tableName(),
  allowedOrigins: v.optional(
    v.pipe(v.string(), v.transform(splitList), v.array(v.pipe(v.string(), v.check(isWebOrigin)))),
    '',
  ),
  postsPerMinute: v.optional(wholeNumber(1, maxPostsPerMinute), '30'),
  trustedProxies: v.optional(wholeNumber(0, 2), '0'),
  behindTls: v.optional(
    v.pipe(
      v.picklist(['true', 'false']),
      v.transform((text) => text === 'true'),
    ),
    'false',
  ),
  drainSeconds: v.optional(wholeNumber(0, maxDrainSeconds), '5'),
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Namespace
  metricsNamespace: v.optional(v.pipe(v.string(), v.regex(/^(?!AWS\/|:| *$)[A-Za-z0-9._/#: -]{1,255}$/))),
  version: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9._+-]{1,64}$/)), developmentVersion),
  logLevel: v.optional(v.picklist(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']), 'info'),
});

const unset = v.optional(v.never());

/**
 * Returns the schema of the settings of profiles. Only a database on a loopback address may have a password or be used
 * without TLS. Without TLS, a password is required, because IAM tokens need TLS.
 */
function profilesSchema({ databaseHost = '', databaseTls }: Values) {
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

/**
 * Returns the additional settings of `migrate.js`. The migration revokes permissions of the app's user, so the master
 * user must be a different one.
 */
function masterSchema({ databaseUser }: Values) {
  return v.object({
    masterUser: v.pipe(
      v.string(),
      v.check((user) => user !== databaseUser),
    ),
    masterPassword: v.string(),
  });
}

function toProfilesSettings(values: v.InferOutput<ReturnType<typeof profilesSchema>>): ProfilesSettings {
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

/**
 * Reads and checks every setting. An empty variable counts as unset.
 * @throws Error that lists every invalid variable with its value and what is allowed
 */
export function loadSettings(environment: ProcessEnvironment): Settings {
  const values = readValues(environment);
  const hasProfiles = Object.keys(profilesVariables).some((setting) => values[setting as Setting] !== undefined);
  const base = v.safeParse(schema, values);
  const profiles = hasProfiles ? v.safeParse(profilesSchema(values), values) : null;
  if (base.success && profiles === null) return base.output;
  if (base.success && profiles?.success) return { ...base.output, profiles: toProfilesSettings(profiles.output) };
  throw settingsError(values, 'The app cannot start', base, profiles);
}

/**
 * Reads and checks every setting of `migrate.js`.
 * @throws the same errors as `loadSettings`
 */
export function loadMigrateSettings(environment: ProcessEnvironment): MigrateSettings {
  const values = readValues(environment);
  const base = v.safeParse(schema, values);
  const profiles = v.safeParse(profilesSchema(values), values);
  const master = v.safeParse(masterSchema(values), values);
  if (base.success && profiles.success && master.success) {
    const { masterUser: user, masterPassword: password } = master.output;
    return { ...base.output, profiles: toProfilesSettings(profiles.output), master: { user, password } };
  }
  throw settingsError(values, 'The database cannot be migrated', base, profiles, master);
}

function readValues(environment: ProcessEnvironment): Values {
  const entries = Object.entries(names).map(([setting, name]) => [setting, environment[name] || undefined]);
  return Object.fromEntries(entries) as Values;
}

/** The settings whose values must not be printed. */
const secretSettings: readonly Setting[] = ['databasePassword', 'masterPassword'];

/** The result of a schema's `safeParse`. */
type Parsed = { readonly issues?: readonly v.BaseIssue<unknown>[] | undefined } | null;

function settingsError(values: Values, failure: string, ...parsed: readonly Parsed[]): Error {
  const wrong = parsed.flatMap((result) => result?.issues ?? []).map((issue) => issue.path?.[0]?.key as Setting);
  const problems = [...new Set(wrong)].map((setting) => {
    const value = values[setting];
    const shown = secretSettings.includes(setting) ? 'set' : JSON.stringify(value);
    return `- ${names[setting]} is ${value === undefined ? 'not set' : shown}. Set it to ${allowed[setting]}.`;
  });
  return new Error(`${failure}, because environment variables are missing or invalid:\n${problems.join('\n')}`);
}

/** Returns an identifier of PostgreSQL that needs no quotes. */
function databaseIdentifier() {
  return v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,62}$/));
}

function tableName() {
  return v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]{3,255}$/));
}

function wholeNumber(min: number, max: number) {
  return v.pipe(v.string(), v.regex(/^(0|[1-9]\d{0,9})$/), v.transform(Number), v.minValue(min), v.maxValue(max));
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
