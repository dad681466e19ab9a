/**
 * What the app and the stacks must agree on. Both sides import this file and it imports nothing, so neither side
 * can drift from the other without the compiler noticing.
 */

/** The port the container listens on, the one the security group or the load balancer opens. */
export const port = 5000;

/** Answers 200 as long as the process lives; touches no table. Health checks poll it. */
export const healthPath = '/health';

/**
 * Answers 200 when the table of entries answers and, where profiles are on, so does their database, with the schema that the
 * app needs; else 503.
 */
export const readyPath = '/ready';

/** The environment variables that a task definition carries and `app/settings.ts` reads. */
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

/**
 * The environment variables of the profiles feature. It is on if one of them is set, and then needs the first six. The last
 * two are for local runs: with any other host than a loopback address, the app refuses a password and `DATABASE_TLS=off`.
 */
export const profilesVariables = {
  databaseHost: 'DATABASE_HOST',
  databasePort: 'DATABASE_PORT',
  databaseName: 'DATABASE_NAME',
  /** The user that the app logs in as, and that `migrateCommand` creates. */
  databaseUser: 'DATABASE_USER',
  uploadsBucket: 'UPLOADS_BUCKET',
  uploadsTable: 'UPLOADS_TABLE',
  /** `verify`, or `off` on a loopback address. */
  databaseTls: 'DATABASE_TLS',
  /** The user's password, on a loopback address; elsewhere the app logs in with IAM. */
  databasePassword: 'DATABASE_PASSWORD',
} as const;

/** The additional variables of `migrateCommand`: the login of the database's master user. */
export const migrateVariables = {
  masterUser: 'DATABASE_MASTER_USER',
  masterPassword: 'DATABASE_MASTER_PASSWORD',
} as const;

/**
 * What the app counts and times, as CloudWatch names it. There is one set of dimensions, and its values never change:
 * CloudWatch charges for every combination of values as for a metric of its own.
 */
export const metrics = {
  /** Entries that were stored. */
  stored: 'EntriesStored',
  /** Posts of entries that were answered with an error, whoever made it; `app/entries/count-entries.ts` says which. */
  refused: 'EntriesRefused',
  /** Milliseconds that one write of an entry took, of those too that failed. */
  storeLatency: 'StoreLatency',
  /** Items of the index that are not entries, each time that one is read. */
  unreadable: 'UnreadableItems',
  dimensions: { Service: 'app' },
} as const;

/** How many digits an entry has. Checks, pages, texts and the reading of stored items follow it. */
export const digitCount = 8;

/** The digits of an entry as a regular expression of HTML's `pattern`: ASCII only. */
export const digitsPattern = `[0-9]{${digitCount}}`;

const digitsExpression = new RegExp(`^${digitsPattern}$`);

/** Whether a value is the digits of an entry: a string, because leading zeros count. */
export function isDigits(value: unknown): value is string {
  return typeof value === 'string' && digitsExpression.test(value);
}

/** Whether a text names an instant as RFC 3339 writes it, with any number of digits of a second. */
export function isInstant(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}

/**
 * The table of entries: one item an entry, keyed by who and when. The index holds every entry under one constant
 * partition key, so that "the latest entry" is a query of one row at any table size.
 */
export const entriesTable = {
  partitionKey: 'username',
  sortKey: 'timestamp',
  latestIndex: {
    name: 'latest',
    partitionKey: 'feed',
    /** The value of `feed` in every item; an item without it is absent from the index. */
    partitionValue: 'entries',
    sortKey: 'timestamp',
  },
  /**
   * The attribute with the second since 1970 in which DynamoDB may delete the item. Entries lack it: only items that
   * remember an `Idempotency-Key` have it, and those are absent from the index.
   */
  expiry: 'expiresAt',
} as const;

/** The DynamoDB actions that the app calls on the table and its index. The task role grants these and no other. */
export const entriesTableActions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'] as const;

/** The port that the database of profiles listens on. */
export const databasePort = 5432;

/** The database within the instance. Its schema is the app's own: `migrateCommand` makes it. */
export const databaseName = 'app';

/**
 * Connections to the database that a task holds at most: while a version takes over from another there are twice `scale.max`
 * tasks, and a database of the smallest class refuses connections beyond about eighty.
 */
export const databaseConnections = 6;

/** The user of the database that the app logs in as. It reads and writes rows, and may do nothing else. */
export const databaseUser = 'app';

/** The IAM action that lets the app log in to the database as that user. */
export const databaseActions = ['rds-db:connect'] as const;

/** The table of what is known of each uploaded file: one item a file. */
export const uploadsTable = { partitionKey: 'fileId' } as const;

/** The DynamoDB actions that the app calls on the table of files. */
export const uploadsTableActions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'] as const;

/** Where objects lie in the bucket of uploads. */
export const uploadsPrefixes = {
  /** Uploads in progress, and abandoned ones: the bucket expires these objects after a day. */
  pending: 'pending/',
  /** Whole files, each held by a profile. */
  files: 'files/',
} as const;

/** The S3 actions that the app calls on the objects under both prefixes: copying is reading and writing. */
export const uploadsObjectActions = [
  's3:GetObject',
  's3:PutObject',
  's3:DeleteObject',
  's3:AbortMultipartUpload',
] as const;

/** The S3 action that the app calls on the bucket itself, with one of the prefixes; it also turns 403 for a missing object into 404. */
export const uploadsBucketActions = ['s3:ListBucket'] as const;

/** The most that one uploaded file holds: 10 MiB. */
export const maxFileBytes = 10 * 1024 * 1024;

/** How long a body may take: the grace, and a second more for each such chunk of it. */
export const bodyTime = {
  graceSeconds: 12,
  /** The slowest line that is accepted for long, 256 kbit/s. */
  bytesPerSecond: 32 * 1024,
} as const;

/** Seconds of the longest upload or download: the largest file on the slowest line, 332. */
export const longestTransferSeconds = bodyTime.graceSeconds + maxFileBytes / bodyTime.bytesPerSecond;

/**
 * Brings the schema of the database and the rights of the app's user up to what the app needs, and exits with 0; with 1 and a
 * plain sentence if it cannot, or if that user cannot log in. It is in the image beside the app, takes the same environment and `migrateVariables`, and
 * any number may run at once.
 */
export const migrateCommand = ['node', 'migrate.js'] as const;

/**
 * The container health check: the Dockerfile's HEALTHCHECK and the task definition's `healthCheck` (ECS ignores the
 * Dockerfile's) run the same command. Node itself asks, so that the image needs no curl and no shell.
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
  /** Failures do not count while the container starts: a quarter of a vCPU needs a second or two to load the SDK. */
  startPeriodSeconds: 30,
} as const;

/** How a task ends, in seconds. */
export interface Shutdown {
  /**
   * How long requests may finish after ECS has taken the task out of the load balancer's target group. SIGTERM follows.
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html
   */
  readonly deregistrationDelaySeconds: number;
  /** Between SIGTERM and SIGKILL (`stopTimeout` of the container). The app's own deadline is earlier. */
  readonly stopTimeoutSeconds: number;
}

/** How long requests may take to finish when a task ends: uploads with profiles, else entries, which take milliseconds. */
export function shutdownOf(hasProfiles: boolean): Shutdown {
  if (!hasProfiles) return { deregistrationDelaySeconds: 30, stopTimeoutSeconds: 30 };
  return {
    // When the file has come, it has to be stored.
    deregistrationDelaySeconds: longestTransferSeconds + 30,
    // The most that Fargate gives. It counts where SIGTERM comes without a delay before it, such as when Spot takes a task back.
    stopTimeoutSeconds: 120,
  };
}

/** The most that POSTS_PER_MINUTE may say. */
export const maxPostsPerMinute = 1_000_000;

/** Whether a text can ever equal an Origin field: browsers send it in lower case, without a default port and without a path. */
export function isWebOrigin(text: string): boolean {
  return /^https?:\/\/[a-z0-9.:[\]-]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** Whether a text looks like the code of an AWS region; which regions there are, only AWS knows. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(text);
}

/**
 * The heap of the app, as options of node. The app lives in 20 MB. Left alone, V8 lets its young generation grow step by
 * step, so that memory after half a million views is a fifth above that after ten thousand and looks like a leak. With a
 * young generation of one size (MiB) it stays level, and a task of 512 MiB is never near its limit.
 */
export const heapOptions = ['--max-old-space-size=256', '--min-semi-space-size=8', '--max-semi-space-size=8'] as const;
