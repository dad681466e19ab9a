import type * as v from 'valibot';
import { imageVariables, maxPostsPerMinute, migrateVariables, profilesVariables, variables } from '../../contract';
import { maxDrainSeconds } from './schema';

/** The environment variables of a process, by name. */
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

const names = { ...variables, ...imageVariables, ...profilesVariables, ...migrateVariables };

export type Setting = keyof typeof names;

export type Values = Readonly<Record<Setting, string | undefined>>;

/** The allowed values. In error messages, they follow `Set it to`. */
const allowed = {
  port: 'a whole number from 0 to 65535, such as 5000',
  listenHost: 'an IP address of this machine to listen on, such as 127.0.0.1, or leave it unset for all interfaces',
  region: 'an AWS region, such as eu-central-1',
  table: 'the name of the DynamoDB table: 3 to 255 letters, digits, "_", "-" or "."',
  allowedOrigins: 'origins separated by commas, without a path or a trailing slash, such as https://www.example.com',
  postsPerMinute: `a whole number from 1 to ${maxPostsPerMinute}, such as 30`,
  trustedProxies: '0 without a proxy, 1 behind a load balancer, or 2 behind CloudFront and a load balancer',
  behindTls: 'true or false',
  drainSeconds: `a whole number from 0 to ${maxDrainSeconds}, such as 5`,
  metricsNamespace:
    'a CloudWatch namespace, such as my-app/dev. It has 1 to 255 letters, digits, spaces and ._-/#: and must not start with AWS/ or a colon',
  version: '1 to 64 letters, digits, ".", "_", "+" or "-", such as 1.4.0',
  logLevel: 'trace, debug, info, warn, error, fatal or silent',
  databaseHost: 'the host name or IP address of the PostgreSQL server for profiles',
  databasePort: 'a whole number from 1 to 65535, such as 5432',
  databaseName:
    'the name of the database, such as app: 1 to 63 lower-case letters, digits or "_". It must start with a letter',
  databaseUser:
    'the name of a database user, such as app: 1 to 63 lower-case letters, digits or "_". It must start with a letter',
  uploadsBucket: 'the name of the S3 bucket for uploaded files: 3 to 63 lower-case letters, digits, "-" or "."',
  uploadsTable: 'the name of the DynamoDB table for file metadata: 3 to 255 letters, digits, "_", "-" or "."',
  databaseTls: 'verify, or off if DATABASE_HOST is a loopback address, such as 127.0.0.1',
  databasePassword:
    'the password of DATABASE_USER if DATABASE_HOST is a loopback address; otherwise unset it, because the app logs in with IAM',
  masterUser: "the name of the database's master user, which must differ from DATABASE_USER",
  masterPassword: "the master user's password",
} as const satisfies Record<Setting, string>;

/** Reads the variables of all settings. An empty variable counts as unset. */
export function readValues(environment: ProcessEnvironment): Values {
  const entries = Object.entries(names).map(([setting, name]) => [setting, environment[name] || undefined]);
  return Object.fromEntries(entries) as Values;
}

/** The settings whose values error messages must not contain. */
const secretSettings: readonly Setting[] = ['databasePassword', 'masterPassword'];

/** The result of a schema's `safeParse`. */
type Parsed = { readonly issues?: readonly v.BaseIssue<unknown>[] | undefined } | null;

export function settingsError(values: Values, failure: string, ...parsed: readonly Parsed[]): Error {
  const wrong = parsed.flatMap((result) => result?.issues ?? []).map((issue) => issue.path?.[0]?.key as Setting);
  const problems = [...new Set(wrong)].map((setting) => {
    const value = values[setting];
    const shown = secretSettings.includes(setting) ? 'set' : JSON.stringify(value);
    return `- ${names[setting]} is ${value === undefined ? 'not set' : shown}. Set it to ${allowed[setting]}.`;
  });
  return new Error(`${failure}, because environment variables are missing or invalid:\n${problems.join('\n')}`);
}
