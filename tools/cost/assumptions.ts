/**
 * The assumed usage of an environment. AWS's prices are in `prices.json`. After the first month, compare the report with AWS's Cost
 * Explorer, and change the numbers here.
 */
export const assumptions = {
  /** AWS's calculator uses 730 hours for a month. */
  hoursPerMonth: 730,
  secondsPerMonth: 730 * 3_600,
  daysPerMonth: 730 / 24,

  /** The scenario `light`: views of the home page, and stored entries, per day. */
  light: { viewsPerDay: 10_000, entriesPerDay: 1_000 },
  /** The scenario `busy`: requests per second, day and night. Views and entries have the ratio of `light`. */
  busy: { requestsPerSecond: 100 },

  /** The page and its event stream. Style, script and icon are in the page. */
  requestsPerView: 2,
  /** The post, and the page to which it redirects. */
  requestsPerEntry: 2,
  /** Response bytes: a page of 19 KB, and 2 KB of header fields and events. */
  bytesPerView: 21_000,
  /** The redirect, and the page to which it redirects. */
  bytesPerEntry: 21_000,
  /** Request bytes, with cookies. */
  bytesPerRequest: 1_000,
  /** How long a visitor keeps the page, and so the event stream, open. */
  secondsPerView: 60,
  /** A browser opens a connection for each view. */
  connectionsPerView: 1,

  /** The request log: one JSON line, with the 26 bytes that CloudWatch adds to an event. */
  logBytesPerRequest: 500,
  /** Each task logs its metrics once a minute. */
  metricLineBytes: 450,
  metricLinesPerMonth: 730 * 60,
  /** The app's own metrics: always three counters, with traffic also the latency. `app/entries/entry-metrics.ts` */
  appMetrics: { idle: 3, used: 4 },
  /** A flow log record; each connection causes two, and each network interface 20 every ten minutes without visitors. */
  flowRecordBytes: 130,
  flowRecordsPerConnection: 2,
  idleFlowRecordsPerInterface: 730 * 6 * 20,
  /** The share of requests that the firewall logs, because a rule matches, and the bytes of one record. */
  firewallLogShare: 0.01,
  firewallLogBytes: 1_500,
  /** PostgreSQL's log in a month: connections, checkpoints, slow statements. */
  databaseLogBytes: 50_000_000,
  /** The load balancer writes a file into the bucket per zone every five minutes, with these compressed bytes per request. */
  accessLogFilesPerMonth: 730 * 12,
  accessLogBytesPerRequest: 100,

  /** CloudWatch stores logs compressed: AWS's calculator assumes this share of the ingested bytes. */
  storedLogShare: 0.15,

  /** An entry with its index: DynamoDB counts 100 bytes for each item in addition. */
  bytesPerEntryStored: 700,
  /** The entry and its copy in the index; each is below 1 KB. */
  writeUnitsPerEntry: 2,
  /** After a post, the author's page reads the entry with a strongly consistent read. */
  readUnitsPerEntry: 1,
  /** A read of the latest entry, eventually consistent. A task reads it at most once a second. */
  readUnitsPerQuery: 0.5,
  /** The months of entries that the table stores. */
  monthsOfEntries: 12,

  /** The compressed image, and the number of images that the repository keeps. */
  imageGB: 0.08,
  imagesKept: 10,
  /** Deployments in a month. Each pulls the image once per task. */
  deploymentsPerMonth: 20,
  /** Hosts and tasks call ECS, CloudWatch and Systems Manager through the NAT gateway even without visitors: GB per task and month. */
  idleNatGBPerTask: 0.5,

  /** Subnets of a network that the JSON does not list, such as the account's default VPC: one per zone. */
  zonesOfRegion: { 'us-east-1': 6 } as Readonly<Record<string, number>>,
  otherZonesOfRegion: 3,
  /** Network interfaces for tasks on a host, by the size of the instance: those in AWS's table, minus the host's own. */
  taskInterfaces: { nano: 1, micro: 1, small: 2, medium: 2, large: 2, xlarge: 3, '2xlarge': 3 } as Readonly<
    Record<string, number>
  >,

  /** Fargate Spot as a share of the regular price. AWS advertises discounts of up to 70 %, and changes the price with supply. */
  fargateSpotShare: 0.31,

  /**
   * Tables, queues, topics, buckets and log groups that are added to an environment, each in a month of each scenario. A message is sent,
   * received and deleted.
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

  /** LCU: the limits of each dimension. https://aws.amazon.com/elasticloadbalancing/pricing/ */
  lcu: { connectionsPerSecond: 25, activeConnections: 3_000, gbPerHour: 1 },
} as const;

/** Bytes in a gigabyte, as AWS bills data. */
export const gigabyte = 1024 ** 3;
