/**
 * The contract between the app, the stacks and the tools: names, ports and limits on which at least two of them must agree. All of them
 * import this file, so the compiler reports contradictions. This file itself imports nothing. Its sections are the container, the
 * environment variables, entries, profiles, CloudFront and the names of environments.
 */

/** The port that the container listens on. */
export const port = 5000;

/** The path of the liveness check, which ECS and the load balancer use. It returns 200 while the process runs, and uses no store. */
export const healthPath = '/health';

/**
 * The path of the readiness check. It returns 200 if the table of entries is available, otherwise 503. If profiles are on, it returns 200
 * only if their database is available too, with the schema that the app needs.
 */
export const readyPath = '/ready';

/**
 * The health check of the container. ECS ignores the HEALTHCHECK of a Dockerfile, so the Dockerfile and the task definition both contain
 * it. The check runs node, so the image needs neither curl nor a shell.
 */
export const healthCheck = {
  command: [
    'node',
    '-e',
    `fetch('http://127.0.0.1:${port}${healthPath}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
  ],
  intervalSeconds: 15,
  timeoutSeconds: 5,
  retries: 3,
  /** ECS ignores failures during this time after the start of a container. With 0.25 vCPU, the app needs two seconds to start. */
  startPeriodSeconds: 30,
} as const;

/**
 * The options of Node that limit the app's heap, in MiB. The app needs about 20 MB. By default, V8 enlarges the young generation over time:
 * after 500,000 views, the process uses 20 % more memory than after 10,000, which looks like a leak. With a fixed size, the memory stays
 * constant.
 */
export const heapOptions = ['--max-old-space-size=256', '--min-semi-space-size=8', '--max-semi-space-size=8'] as const;

/**
 * The command that migrates the database: it updates the schema, and the permissions of the user in `DATABASE_USER`. If the migration
 * fails, or if that user cannot log in, the command prints an error and exits with 1. The image of the app contains the command. It needs
 * the app's environment variables and `migrateVariables`. Several migrations may run at the same time.
 */
export const migrateCommand = ['node', 'migrate.js'] as const;

/** The timeouts for stopping a task, in seconds. */
export interface Shutdown {
  /**
   * The time for open requests to finish after ECS has removed the task from the load balancer's target group. Afterwards, ECS sends
   * SIGTERM.
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html
   */
  readonly deregistrationDelaySeconds: number;
  /** The time from SIGTERM to SIGKILL. It is the `stopTimeout` of the container. The app normally exits earlier. */
  readonly stopTimeoutSeconds: number;
}

/**
 * Returns the timeouts for stopping a task. With profiles, the longest upload must be able to finish. Without profiles, requests take only
 * milliseconds.
 */
export function shutdownOf(hasProfiles: boolean): Shutdown {
  if (!hasProfiles) return { deregistrationDelaySeconds: 30, stopTimeoutSeconds: 30 };
  return {
    // After the upload has been received, the app needs time to store the file.
    deregistrationDelaySeconds: longestTransferSeconds + 30,
    // The maximum that Fargate allows. It matters if ECS sends SIGTERM without the deregistration delay, for example when AWS reclaims a
    // Spot task.
    stopTimeoutSeconds: 120,
  };
}

/** The environment variables that the task definition sets and `app/settings/server-settings.ts` reads. */
export const variables = {
  port: 'PORT',
  region: 'AWS_REGION',
  table: 'DYNAMO_TABLE',
  allowedOrigins: 'ALLOWED_ORIGINS',
  postsPerMinute: 'POSTS_PER_MINUTE',
  trustedProxies: 'TRUSTED_PROXIES',
  behindTls: 'BEHIND_TLS',
  drainSeconds: 'DRAIN_SECONDS',
  metricsNamespace: 'METRICS_NAMESPACE',
} as const;

/** Further environment variables that `app/settings/server-settings.ts` reads. The image or the user sets them, not the task definition. */
export const imageVariables = { listenHost: 'LISTEN_HOST', version: 'APP_VERSION', logLevel: 'LOG_LEVEL' } as const;

/**
 * The environment variables of the profiles feature. If any of them is set, profiles are on, and the first six are required. The last two
 * are for local runs: the app rejects a password or `DATABASE_TLS=off` unless the host is a loopback address.
 */
export const profilesVariables = {
  databaseHost: 'DATABASE_HOST',
  databasePort: 'DATABASE_PORT',
  databaseName: 'DATABASE_NAME',
  /** The name of the database user that the app logs in as. `migrateCommand` creates this user. */
  databaseUser: 'DATABASE_USER',
  uploadsBucket: 'UPLOADS_BUCKET',
  uploadsTable: 'UPLOADS_TABLE',
  /** Allowed values are `verify` and, for a database on a loopback address, `off`. */
  databaseTls: 'DATABASE_TLS',
  /** The password of the database user, allowed only for a database on a loopback address. In AWS, the app logs in with IAM. */
  databasePassword: 'DATABASE_PASSWORD',
} as const;

/** The additional environment variables of `migrateCommand`: the name and the password of the database's master user. */
export const migrateVariables = {
  masterUser: 'DATABASE_MASTER_USER',
  masterPassword: 'DATABASE_MASTER_PASSWORD',
} as const;

/** The largest value that the environment variable POSTS_PER_MINUTE may have. */
export const maxPostsPerMinute = 1_000_000;

/** Whether a string is an origin as browsers send it in the `Origin` header: in lower case, without a path and without a default port. */
export function isWebOrigin(text: string): boolean {
  return /^https?:\/\/[a-z0-9.:[\]-]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** Whether a string has the format of an AWS region code, for example `eu-central-1`. It does not check that the region exists. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(text);
}

/** The number of digits of an entry. The form, the pages, the messages and the parser of stored items all use it. */
export const digitCount = 8;

/** The regular expression for the digits of an entry, as the HTML attribute `pattern` needs it. It allows only ASCII digits. */
export const digitsPattern = `[0-9]{${digitCount}}`;

const digitsExpression = new RegExp(`^${digitsPattern}$`);

/** Whether a value is a string of exactly eight ASCII digits. Entries store strings, because leading zeros are significant. */
export function isDigits(value: unknown): value is string {
  return typeof value === 'string' && digitsExpression.test(value);
}

/** Whether a value is an RFC 3339 timestamp with at most nine decimal places in the seconds. */
export function isInstant(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}

/**
 * The DynamoDB table of entries. Each entry is one item, and its key is the username and the timestamp. In the index, all entries have the
 * same partition key, so the app finds the latest entry by reading a single item, regardless of the size of the table.
 */
export const entriesTable = {
  partitionKey: 'username',
  sortKey: 'timestamp',
  latestIndex: {
    name: 'latest',
    partitionKey: 'feed',
    /** The value of `feed` in every entry. Items without `feed` are not in the index. */
    partitionValue: 'entries',
    sortKey: 'timestamp',
  },
  /**
   * The attribute for DynamoDB's TTL: the Unix time in seconds after which DynamoDB deletes the item. Only the items that store an
   * `Idempotency-Key` have this attribute. Entries do not expire.
   */
  expiry: 'expiresAt',
} as const;

/** The DynamoDB actions that the app needs on the table of entries and its index. The task role allows only these actions. */
export const entriesTableActions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'] as const;

/**
 * The names of the app's CloudWatch metrics. All metrics have the same dimension with a constant value, because CloudWatch bills each
 * combination of dimension values as a separate metric.
 */
export const metrics = {
  /** The number of stored entries. */
  stored: 'EntriesStored',
  /** The number of posted entries that the app rejected with 4xx or 5xx. `app/entries/web/count-entries.ts` lists the exceptions. */
  refused: 'EntriesRefused',
  /** The duration of each write of an entry to DynamoDB, in milliseconds, including failed writes. */
  storeLatency: 'StoreLatency',
  /** The number of reads of the index that returned an invalid entry. */
  unreadable: 'UnreadableItems',
  dimensions: { Service: 'app' },
} as const;

/** The port of the PostgreSQL database of profiles. */
export const databasePort = 5432;

/** The name of the PostgreSQL database in the RDS instance. `migrateCommand` creates its schema. */
export const databaseName = 'app';

/** The database user that the app logs in as, except in previews. This user may only read and write rows. */
export const databaseUser = 'app';

/** The IAM action that the app needs to log in to the database as the user in `DATABASE_USER`. */
export const databaseActions = ['rds-db:connect'] as const;

/**
 * The maximum number of database connections of one task. The number is low, because all tasks share the connections of the database:
 * the smallest class allows about 80, and during a deployment, up to twice `scale.max` tasks run.
 */
export const databaseConnections = 6;

/** The DynamoDB table of file metadata: one item for each uploaded file. */
export const uploadsTable = { partitionKey: 'fileId' } as const;

/** The DynamoDB actions that the app needs on the table of file metadata. */
export const uploadsTableActions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'] as const;

/** The prefixes of the object keys in the bucket of uploads. */
export const uploadsPrefixes = {
  /** Uploads in progress and abandoned uploads. S3 deletes the abandoned ones after a day. */
  pending: 'pending/',
  /** Complete files that belong to a profile. */
  files: 'files/',
} as const;

/** The S3 actions that the app needs on objects under `uploadsPrefixes`. Copying an object requires GetObject and PutObject. */
export const uploadsObjectActions = [
  's3:GetObject',
  's3:PutObject',
  's3:DeleteObject',
  's3:AbortMultipartUpload',
] as const;

/** The S3 action that the app needs on the bucket itself. Without it, S3 would return 403 instead of 404 for a missing object. */
export const uploadsBucketActions = ['s3:ListBucket'] as const;

/** The maximum size of an uploaded file: 10 MiB. */
export const maxFileBytes = 10 * 1024 * 1024;

/** The deadline for receiving a request body: `graceSeconds`, plus one second for every `bytesPerSecond` bytes that have been received. */
export const bodyTime = {
  graceSeconds: 12,
  /** The minimum upload rate: 32 KiB per second. */
  bytesPerSecond: 32 * 1024,
} as const;

/** The maximum duration of an upload or download: 332 seconds, for the largest file at the minimum rate. */
export const longestTransferSeconds = bodyTime.graceSeconds + maxFileBytes / bodyTime.bytesPerSecond;

/**
 * The AWS region of CloudFront's certificates, web ACLs, logs, metrics and alarms, regardless of the environment's region. These resources
 * set the argument `region`, so no second AWS provider is needed.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 */
export const cdnRegion = 'us-east-1';

/** The maximum length of an environment's name, in characters. */
export const maxEnvironmentNameLength = 16;

/** The prefix of every preview's name. At least one character follows it. IAM policies use the prefix to limit a role to previews. */
export const previewPrefix = 'preview';
