/**
 * The assumed usage of an environment, from which quantities are computed. The prices are in `prices.json`.
 * After the first month, compare the report with AWS's Cost Explorer, and change these numbers.
 */
export const assumptions = {
  /** The hours in a month, the same number as in AWS's calculator. */
  hoursPerMonth: 730,
  secondsPerMonth: 730 * 3_600,
  daysPerMonth: 730 / 24,

  /** The scenario `light`: how often the home page is viewed and how many entries are stored, per day. */
  light: { viewsPerDay: 10_000, entriesPerDay: 1_000 },
  /** The scenario `busy`: requests per second, day and night. The ratio of views to entries is the same as in `light`. */
  busy: { requestsPerSecond: 100 },

  /** The requests for one view: the page and its event stream. Style, script and icon are embedded in the page. */
  requestsPerView: 2,
  /** The requests for one entry: the POST, and the page to which its response redirects. */
  requestsPerEntry: 2,
  /** The response bytes of one view: a page of 18 KB, and 2 KB of header fields and events. */
  bytesPerView: 20_000,
  /** The response bytes of one entry: the redirect, and the page to which it redirects. */
  bytesPerEntry: 20_000,
  /** The bytes of one request, including cookies. */
  bytesPerRequest: 1_000,
  /** How many seconds a visitor keeps the page and its event stream open. */
  secondsPerView: 60,
  /** The TCP connections that a browser opens for one view. */
  connectionsPerView: 1,

  /** The bytes in the log for one request: a line of JSON, and the 26 bytes that CloudWatch adds to each event. */
  logBytesPerRequest: 500,
  /** The bytes of one log line with metrics. Each task writes such a line once a minute. */
  metricLineBytes: 450,
  metricLinesPerMonth: 730 * 60,
  /** The number of metrics that the app writes: three counters and, if there are visitors, a latency (`app/entries/entry-metrics.ts`). */
  appMetrics: { idle: 3, used: 4 },
  /**
   * The bytes of one flow log record. Each connection causes two records. Without visitors, each network interface
   * causes 20 records every ten minutes.
   */
  flowRecordBytes: 130,
  flowRecordsPerConnection: 2,
  idleFlowRecordsPerInterface: 730 * 6 * 20,
  /** The share of requests that the firewall logs because a rule matches, and the bytes of one log record. */
  firewallLogShare: 0.01,
  firewallLogBytes: 1_500,
  /** The bytes that PostgreSQL logs in a month, about connections, checkpoints and slow statements. */
  databaseLogBytes: 50_000_000,
  /**
   * The access log of the load balancer: the number of files per zone and month (one file every five minutes), and the compressed bytes per
   * request.
   */
  accessLogFilesPerMonth: 730 * 12,
  accessLogBytesPerRequest: 100,

  /**
   * The bytes that CloudWatch stores for each ingested byte of a log, because it compresses logs. AWS's calculator uses
   * the same number.
   */
  storedLogShare: 0.15,

  /** The bytes of one stored entry, including its copy in the index. DynamoDB adds 100 bytes to each item. */
  bytesPerEntryStored: 700,
  /** The write units for one entry: one for the entry and one for its copy in the index. Each is smaller than 1 KB. */
  writeUnitsPerEntry: 2,
  /** The read units for one new entry: the page that its author sees next requires a strongly consistent read. */
  readUnitsPerEntry: 1,
  /** The read units for one eventually consistent query of the latest entry. Each task sends this query at most once a second. */
  readUnitsPerQuery: 0.5,
  /** The assumed age of the environment in months: the table contains the entries of all these months. */
  monthsOfEntries: 12,

  /** The size of one compressed image in GB, and the number of images that the repository keeps. */
  imageGB: 0.08,
  imagesKept: 10,
  /** The number of deployments in a month. In each deployment, every task pulls the image once. */
  deploymentsPerMonth: 20,
  /**
   * The GB per task and month that pass through the NAT gateway if there are no visitors. Hosts and tasks call ECS, CloudWatch and Systems
   * Manager.
   */
  idleNatGBPerTask: 0.5,

  /**
   * The assumed number of zones in a region. It is used as the number of subnets if the JSON does not list them, as for
   * the account's default VPC.
   */
  zonesOfRegion: { 'us-east-1': 6 } as Readonly<Record<string, number>>,
  otherZonesOfRegion: 3,
  /**
   * The number of network interfaces that tasks can use on one host, by instance size: AWS's limit for the size, minus
   * one for the host itself.
   */
  taskInterfaces: { nano: 1, micro: 1, small: 2, medium: 2, large: 2, xlarge: 3, '2xlarge': 3 } as Readonly<
    Record<string, number>
  >,

  /**
   * The price of Fargate Spot as a share of the regular price. AWS advertises discounts of up to 70 %. The price
   * changes with the supply.
   */
  fargateSpotShare: 0.31,

  /**
   * The monthly usage of one table, queue, topic, bucket or log group that the environment's file adds, by scenario.
   * Each message is counted as three requests: it is sent, received and deleted.
   */
  tableGB: { parked: 1, idle: 1, light: 1, busy: 10 },
  tableWrites: { parked: 0, idle: 0, light: 30_000, busy: 10_000_000 },
  tableReads: { parked: 0, idle: 0, light: 300_000, busy: 100_000_000 },
  otherLogGB: { parked: 0, idle: 0, light: 0.1, busy: 10 },
  queueRequests: { parked: 0, idle: 0, light: 100_000, busy: 30_000_000 },
  topicRequests: { parked: 0, idle: 0, light: 30_000, busy: 10_000_000 },
  bucketGB: { parked: 1, idle: 1, light: 10, busy: 100 },
  bucketWrites: { parked: 0, idle: 0, light: 10_000, busy: 1_000_000 },
  bucketReads: { parked: 0, idle: 0, light: 100_000, busy: 10_000_000 },

  /** The limits of one LCU (load balancer capacity unit) in each dimension. https://aws.amazon.com/elasticloadbalancing/pricing/ */
  lcu: { connectionsPerSecond: 25, activeConnections: 3_000, gbPerHour: 1 },
} as const;

/** The number of bytes that AWS bills as one gigabyte. */
export const gigabyte = 1024 ** 3;
