/**
 * The contract between the app and the stacks. Both import this file, so the compiler reports contradictions. It
 * imports nothing.
 */

/** The port that the container listens on. */
export const port = 5000;

/** Liveness: returns 200 while the process runs, without using a store. The health checks of ECS and the load balancer use it. */
export const healthPath = '/health';

/**
 * Readiness: returns 200 if the table of entries is available, otherwise 503. With profiles, their database must also
 * be available and have the schema that the app needs.
 */
export const readyPath = '/ready';

/** The environment variables that the task definition sets and `app/settings.ts` reads. */
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

/** The environment variables that `app/settings.ts` also reads. They are set in the image or by hand, not in the task definition. */
export const imageVariables = { listenHost: 'LISTEN_HOST', version: 'APP_VERSION', logLevel: 'LOG_LEVEL' } as const;

/**
 * The environment variables of profiles. If one of them is set, the app has profiles, and the first six are required. The last two are for
 * local runs: the app rejects a password or `DATABASE_TLS=off` unless the host is a loopback address.
 */
export const profilesVariables = {
  databaseHost: 'DATABASE_HOST',
  databasePort: 'DATABASE_PORT',
  databaseName: 'DATABASE_NAME',
  /** The user of the app in the database. `migrateCommand` creates it. */
  databaseUser: 'DATABASE_USER',
  uploadsBucket: 'UPLOADS_BUCKET',
  uploadsTable: 'UPLOADS_TABLE',
  /** `verify`, or `off` on a loopback address. */
  databaseTls: 'DATABASE_TLS',
  /** The password of the user, only for a loopback address. In AWS, the app logs in with IAM. */
  databasePassword: 'DATABASE_PASSWORD',
} as const;

/** The additional environment variables of `migrateCommand`: user and password of the database's master user. */
export const migrateVariables = {
  masterUser: 'DATABASE_MASTER_USER',
  masterPassword: 'DATABASE_MASTER_PASSWORD',
} as const;

/**
 * The metrics of the app in CloudWatch. All have the same dimensions with constant values, because CloudWatch bills
 * each combination of dimension values as a separate metric.
 */
export const metrics = {
  /** Entries that were stored. */
  stored: 'EntriesStored',
  /** Posts of entries that were rejected with 4xx or 5xx; `app/entries/web/count-entries.ts` lists the exceptions. */
  refused: 'EntriesRefused',
  /** The duration of one write of an entry in milliseconds, failed writes included. */
  storeLatency: 'StoreLatency',
  /** The number of reads of the index that returned an item that is not an entry. */
  unreadable: 'UnreadableItems',
  dimensions: { Service: 'app' },
} as const;

/** The number of digits of an entry. The form, the pages, the messages and the parser of stored items all use it. */
export const digitCount = 8;

/** The digits of an entry as a regular expression for HTML's `pattern`: ASCII digits only. */
export const digitsPattern = `[0-9]{${digitCount}}`;

const digitsExpression = new RegExp(`^${digitsPattern}$`);

/** Whether a value is the digits of an entry. They are a string, because leading zeros are significant. */
export function isDigits(value: unknown): value is string {
  return typeof value === 'string' && digitsExpression.test(value);
}

/** Whether a value is a timestamp in the format of RFC 3339, with up to nine decimal places. */
export function isInstant(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}

/**
 * The DynamoDB table of entries. Each entry is one item; its key is the username and the timestamp. The index has one constant partition
 * key for all entries, so finding the latest entry reads one item, however large the table is.
 */
export const entriesTable = {
  partitionKey: 'username',
  sortKey: 'timestamp',
  latestIndex: {
    name: 'latest',
    partitionKey: 'feed',
    /** The value of `feed` in every entry. The index does not contain items without `feed`. */
    partitionValue: 'entries',
    sortKey: 'timestamp',
  },
  /**
   * The attribute for DynamoDB's TTL: the time in seconds since 1970 when DynamoDB may delete the item. Only items for
   * an `Idempotency-Key` have this attribute; entries do not expire.
   */
  expiry: 'expiresAt',
} as const;

/** The DynamoDB actions that the app needs on the table and its index. The task role allows exactly these. */
export const entriesTableActions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'] as const;

/** The port of the database of profiles. */
export const databasePort = 5432;

/** The name of the database within the instance. `migrateCommand` creates its schema. */
export const databaseName = 'app';

/**
 * The maximum number of database connections of one task. During a deployment, up to twice `scale.max` tasks run, and a database of the
 * smallest class allows about 80 connections.
 */
export const databaseConnections = 6;

/** The user of the app in the database. It may only read and write rows. */
export const databaseUser = 'app';

/** The IAM action for a login to the database as that user. */
export const databaseActions = ['rds-db:connect'] as const;

/** The DynamoDB table of file metadata: one item for each uploaded file. */
export const uploadsTable = { partitionKey: 'fileId' } as const;

/** The DynamoDB actions that the app needs on the table of file metadata. */
export const uploadsTableActions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'] as const;

/** The prefixes of the object keys in the bucket of uploads. */
export const uploadsPrefixes = {
  /** Uploads in progress, and abandoned ones, which S3 deletes after a day. */
  pending: 'pending/',
  /** Complete files that belong to a profile. */
  files: 'files/',
} as const;

/** The S3 actions that the app needs on the objects under both prefixes. To copy an object, it needs GetObject and PutObject. */
export const uploadsObjectActions = [
  's3:GetObject',
  's3:PutObject',
  's3:DeleteObject',
  's3:AbortMultipartUpload',
] as const;

/** The S3 action that the app needs on the bucket itself. It also makes S3 return 404, not 403, for a missing object. */
export const uploadsBucketActions = ['s3:ListBucket'] as const;

/** The maximum size of an uploaded file: 10 MiB. */
export const maxFileBytes = 10 * 1024 * 1024;

/** The deadline for a request body: the grace period, extended by one second for each `bytesPerSecond` bytes received. */
export const bodyTime = {
  graceSeconds: 12,
  /** The minimum upload rate, 256 kbit/s. */
  bytesPerSecond: 32 * 1024,
} as const;

/** The duration of the longest upload or download, 332 seconds: the largest file at the minimum rate. */
export const longestTransferSeconds = bodyTime.graceSeconds + maxFileBytes / bodyTime.bytesPerSecond;

/**
 * The command that migrates the database: it updates the schema and the permissions of the app's user. It exits with 0,
 * or prints an error and exits with 1 if the migration fails or that user cannot log in. It is part of the app's image
 * and needs the app's environment variables and `migrateVariables`. Several migrations may run at the same time.
 */
export const migrateCommand = ['node', 'migrate.js'] as const;

/**
 * The container health check. Both the Dockerfile and the task definition have it, because ECS ignores the Dockerfile's HEALTHCHECK. It
 * runs node, so the image needs neither curl nor a shell.
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
  /** Failures in the first seconds of a container do not count. With 0.25 vCPU, the app needs two seconds to start. */
  startPeriodSeconds: 30,
} as const;

/** The timeouts of a task that stops, in seconds. */
export interface Shutdown {
  /**
   * The time for requests to finish after ECS has removed the task from the load balancer's target group. Afterwards,
   * ECS sends SIGTERM.
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html
   */
  readonly deregistrationDelaySeconds: number;
  /** The time from SIGTERM to SIGKILL, which is the `stopTimeout` of the container. The app stops itself earlier. */
  readonly stopTimeoutSeconds: number;
}

/** Returns the timeouts of a task that stops. With profiles, the longest upload must finish; without them, requests take milliseconds. */
export function shutdownOf(hasProfiles: boolean): Shutdown {
  if (!hasProfiles) return { deregistrationDelaySeconds: 30, stopTimeoutSeconds: 30 };
  return {
    // After the upload, the app needs time to store the file.
    deregistrationDelaySeconds: longestTransferSeconds + 30,
    // The maximum on Fargate. It matters if SIGTERM comes without the delay, for example when AWS reclaims a Spot task.
    stopTimeoutSeconds: 120,
  };
}

/** The largest value of POSTS_PER_MINUTE. */
export const maxPostsPerMinute = 1_000_000;

/** Whether a text is an origin as browsers send it in the `Origin` header: in lower case, without a path and without a default port. */
export function isWebOrigin(text: string): boolean {
  return /^https?:\/\/[a-z0-9.:[\]-]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** Whether a text has the format of an AWS region code. The region need not exist. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(text);
}

/**
 * The options of Node that limit the app's heap, in MiB. The app needs 20 MB. By default, V8 grows the young generation
 * over time: after 500,000 views, the process uses 20 % more memory than after 10,000, which looks like a leak. With a
 * fixed size, memory stays constant.
 */
export const heapOptions = ['--max-old-space-size=256', '--min-semi-space-size=8', '--max-semi-space-size=8'] as const;
