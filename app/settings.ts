import { isIP } from 'node:net';
import * as v from 'valibot';
import {
  isRegion,
  isWebOrigin,
  maxPostsPerMinute,
  migrateVariables,
  port,
  profilesVariables,
  shutdownOf,
  variables,
} from '../contract';

/** What the app is told at start. Nothing else is read from the environment, except by the AWS SDK for itself. */
export interface Settings {
  /** The TCP port; 0 takes a free one. @default 5000 */
  readonly port: number;
  /** The address to listen on. @default all interfaces, as a container needs */
  readonly listenHost?: string;
  /** The AWS region of the table. */
  readonly region: string;
  /** The name of the table of entries. */
  readonly table: string;
  /** Origins whose scripts may read and post, besides our own. @default none */
  readonly allowedOrigins: readonly string[];
  /** Posts that one client may send in a minute to this process. @default 30 */
  readonly postsPerMinute: number;
  /** How many proxies in front are believed about the client's address: 0, or 1 behind a load balancer. @default 0 */
  readonly trustedProxies: number;
  /** Whether TLS ends in front of the app. @default false */
  readonly behindTls: boolean;
  /** Seconds of serving on after SIGTERM, until balancers have noticed. @default 5 */
  readonly drainSeconds: number;
  /** The CloudWatch namespace of the app's own metrics. @default none: no metrics are written */
  readonly metricsNamespace?: string;
  /** Where profiles and their files are kept. @default none: the feature is off, and none of its code is loaded */
  readonly profiles?: ProfilesSettings;
  /** The version, baked into the image. @default development */
  readonly version: string;
  /** The least that is logged: trace, debug, info, warn, error, fatal or silent. @default info */
  readonly logLevel: string;
}

/** What the profiles feature is told. */
export interface ProfilesSettings {
  readonly database: DatabaseSettings;
  /** The name of the bucket of uploaded files. */
  readonly uploadsBucket: string;
  /** The name of the table of what is known of each file. */
  readonly uploadsTable: string;
}

/** The address of the database of profiles. */
export interface DatabaseAddress {
  /** A host name or an address. */
  readonly host: string;
  /** The TCP port. */
  readonly port: number;
  /** The database within the server. */
  readonly name: string;
  /** Whether the server must prove its name with a certificate of RDS; false only on a loopback address. @default true */
  readonly tls: boolean;
}

/** How the app reaches the database, and its user there. */
export interface DatabaseSettings extends DatabaseAddress {
  /** The user of the database. */
  readonly user: string;
  /** Only on a loopback address. @default none: the user logs in with IAM */
  readonly password?: string;
}

/** The settings of `migrate.js`: those of the app, and the login of the database's master user. */
export interface MigrateSettings extends Settings {
  readonly profiles: ProfilesSettings;
  readonly master: { readonly user: string; readonly password: string };
}

/** The environment variables of a process, by name. */
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

export const developmentVersion = 'development';

/** Baked into the image, or set by whoever runs the app; no task definition carries these. */
const ownVariables = { listenHost: 'LISTEN_HOST', version: 'APP_VERSION', logLevel: 'LOG_LEVEL' } as const;

/** Serving on for longer would leave no time to finish requests before ECS kills the task. */
const maxDrainSeconds = shutdownOf(false).stopTimeoutSeconds - 10;

const names = { ...variables, ...ownVariables, ...profilesVariables, ...migrateVariables };

type Setting = keyof typeof names;

type Values = Readonly<Record<Setting, string | undefined>>;

/** The hosts that are this machine. */
const loopbackHosts = ['127.0.0.1', '::1', 'localhost'];

const allowed = {
  port: 'a whole number from 0 to 65535, such as 5000',
  listenHost: 'an IP address of this machine to listen on, such as 127.0.0.1, or leave it out for all interfaces',
  region: 'an AWS region, such as eu-central-1',
  table: 'the name of the DynamoDB table: 3 to 255 letters, digits, "_", "-" or "."',
  allowedOrigins: 'origins separated by commas, without path or slash at the end, such as https://www.example.com',
  postsPerMinute: `a whole number from 1 to ${maxPostsPerMinute}, such as 30`,
  trustedProxies: '0, or 1 behind a load balancer',
  behindTls: 'true or false',
  drainSeconds: `a whole number from 0 to ${maxDrainSeconds}, such as 5`,
  metricsNamespace:
    'a namespace of CloudWatch: 1 to 255 letters, digits, spaces and ._-/#:, not beginning with AWS/ or a colon, such as my-app/dev',
  version: '1 to 64 letters, digits, ".", "_", "+" or "-", such as 1.4.0',
  logLevel: 'trace, debug, info, warn, error, fatal or silent',
  databaseHost: 'the host name or the address of the PostgreSQL server: profiles need it',
  databasePort: 'a whole number from 1 to 65535, such as 5432',
  databaseName: 'the name of the database: 1 to 63 small letters, digits or "_", beginning with a letter, such as app',
  databaseUser: 'a user of the database: 1 to 63 small letters, digits or "_", beginning with a letter, such as app',
  uploadsBucket: 'the name of the S3 bucket of files: 3 to 63 small letters, digits, "-" or "."',
  uploadsTable: 'the name of the DynamoDB table of files: 3 to 255 letters, digits, "_", "-" or "."',
  databaseTls: 'verify, or off where DATABASE_HOST is a loopback address, such as 127.0.0.1',
  databasePassword:
    'the password of DATABASE_USER, only for a loopback address; otherwise leave it unset: the app logs in with IAM',
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
  trustedProxies: v.optional(wholeNumber(0, 1), '0'),
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
 * The settings of the profiles feature. Only a database on a loopback address may have a password, and may go without TLS: then
 * it needs the password, because an IAM token needs TLS.
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

/** The additional settings of `migrate.js`. It takes rights from the app's user, so the master user must be another. */
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
 * Reads and checks every setting. An empty variable counts as one that is not set.
 * @throws Error that names every wrong variable with its value, what is allowed and what to do
 */
export function loadSettings(environment: ProcessEnvironment): Settings {
  const values = readValues(environment);
  const hasProfiles = Object.keys(profilesVariables).some((setting) => values[setting as Setting] !== undefined);
  const base = v.safeParse(schema, values);
  const profiles = hasProfiles ? v.safeParse(profilesSchema(values), values) : null;
  if (base.success && profiles === null) return base.output;
  if (base.success && profiles?.success) return { ...base.output, profiles: toProfilesSettings(profiles.output) };
  throw complain(values, 'The app cannot start', base, profiles);
}

/**
 * Reads and checks every setting of `migrate.js`.
 * @throws Error as `loadSettings`
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
  throw complain(values, 'The database cannot be migrated', base, profiles, master);
}

function readValues(environment: ProcessEnvironment): Values {
  const entries = Object.entries(names).map(([setting, name]) => [setting, environment[name] || undefined]);
  return Object.fromEntries(entries) as Values;
}

/** The settings whose values are never shown. */
const secretSettings: readonly Setting[] = ['databasePassword', 'masterPassword'];

/** The result of a check. */
type Parsed = { readonly issues?: readonly v.BaseIssue<unknown>[] | undefined } | null;

function complain(values: Values, failure: string, ...parsed: readonly Parsed[]): Error {
  const wrong = parsed.flatMap((result) => result?.issues ?? []).map((issue) => issue.path?.[0]?.key as Setting);
  const problems = [...new Set(wrong)].map((setting) => {
    const value = values[setting];
    const shown = secretSettings.includes(setting) ? 'set' : JSON.stringify(value);
    return `- ${names[setting]} is ${value === undefined ? 'not set' : shown}. Set it to ${allowed[setting]}.`;
  });
  return new Error(`${failure} with this environment:\n${problems.join('\n')}`);
}

/** A name in PostgreSQL that needs no quotes. */
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
