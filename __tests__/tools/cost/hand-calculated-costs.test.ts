import type { CostReport } from '../../../tools/cost/cost-report';
import { scenarios } from '../../../tools/cost/usage/scenarios';
import { appResources } from '../../support/stacks/all-app-resources';
import { costsOf } from '../../support/stacks/cost';
import { balanced, type Changes, fixture, threeTiers } from '../../support/stacks/fixture-environment';

/** US dollars per month, in each scenario of `npm run cost`. */
type Amounts = readonly [parked: number, idle: number, light: number, busy: number];
type Figures = Readonly<Record<string, Amounts>>;

// The monthly traffic in the scenarios "light" and "busy". A month has 730 hours, 30.41667 days and 2,628,000
// seconds; a GB has 1,073,741,824 bytes. All prices in this file are those of eu-central-1.
//                     light                                    busy
// views               10,000 × 30.41667 =  304,166.67          10 for each entry: 119,454,545.45
// entries              1,000 × 30.41667 =   30,416.67          100 × 2,628,000 / 22 = 11,945,454.55
// requests            2 × 334,583.33    =  669,166.67          100 × 2,628,000     = 262,800,000
// GB of responses     334,583.33 × 20,000 bytes = 6.232100     131,400,000 × 20,000 bytes = 2,447.516
// GB of requests      669,166.67 × 1,000 bytes  = 0.623210     262,800,000 × 1,000 bytes  =   244.7516
const [views, entries, requests, responses, sent] = [
  { light: 304_166.67, busy: 119_454_545.45 },
  { light: 30_416.67, busy: 11_945_454.55 },
  { light: 669_166.67, busy: 262_800_000 },
  { light: 6.2321, busy: 2_447.516 },
  { light: 0.62321, busy: 244.7516 },
];
const GB = 1_073_741_824;

function always(usd: number): Amounts {
  return [usd, usd, usd, usd];
}

function running(usd: number, busy = usd): Amounts {
  return [0, usd, usd, busy];
}

function perUse(light: number, busy: number): Amounts {
  return [0, 0, light, busy];
}

/** US dollars per month for a task with 0.25 vCPU, 0.5 GB of memory and a public address. */
const [vcpu, memory, address] = [730 * 0.25 * 0.03725, 730 * 0.5 * 0.00409, 730 * 0.005];

/** Bytes per month of the app's log: 43,800 lines of 450 bytes for each task, and 500 bytes for each request. */
const appLog = {
  one: [19_710_000, 19_710_000 + requests.light * 500, 19_710_000 + requests.busy * 500],
  // In the scenario "busy", autoscaling runs four tasks instead of two.
  two: [2 * 19_710_000, 2 * 19_710_000 + requests.light * 500, 4 * 19_710_000 + requests.busy * 500],
} as const;
/** Bytes per month of the flow log: 87,600 records of 130 bytes for each task, and two records for each view. */
const flowLog = {
  one: [11_388_000, 11_388_000 + views.light * 260, 11_388_000 + views.busy * 260],
  two: [2 * 11_388_000, 2 * 11_388_000 + views.light * 260, 4 * 11_388_000 + views.busy * 260],
} as const;
/** Bytes per month of the firewall's log: a record of 1,500 bytes for one request in a hundred. */
const firewallLog = [0, requests.light * 15, requests.busy * 15] as const;

function bytes([idle, light, busy]: readonly number[], usdPerGB: number, parked = 0): Amounts {
  return [
    (parked * usdPerGB) / GB,
    ((idle ?? 0) * usdPerGB) / GB,
    ((light ?? 0) * usdPerGB) / GB,
    ((busy ?? 0) * usdPerGB) / GB,
  ];
}

/** Returns the costs of storing a log for this number of days. CloudWatch compresses the log to 15 % of its size. */
function stored(log: readonly number[], days: number, parked = 0, usd = 0.0324): Amounts {
  return bytes(log, (usd * 0.15 * days) / 30.41667, parked);
}

function sumOf(...lists: readonly (readonly number[])[]): readonly number[] {
  return (lists[0] ?? []).map((_, index) => lists.reduce((sum, list) => sum + (list[index] ?? 0), 0));
}

/** The size of the table in GB after twelve months, at 700 bytes per entry. */
const tableGB = { light: (entries.light * 12 * 700) / GB, busy: (entries.busy * 12 * 700) / GB };
const table: Figures = {
  // Two write units per entry: one for the entry, and one for its copy in the index.
  'aws_dynamodb_table table-write': perUse((entries.light * 2 * 0.7625) / 1e6, (entries.busy * 2 * 0.7625) / 1e6),
  'aws_dynamodb_table table-storage': perUse(tableGB.light * 0.306, tableGB.busy * 0.306),
  'aws_dynamodb_table table-backup': perUse(tableGB.light * 0.2448, tableGB.busy * 0.2448),
};
/**
 * Costs of read units: one per entry, and half a unit per read for views. In the scenario "busy", a task reads once a second for all
 * views of that second.
 */
function reads(busyTasks: number): Amounts {
  const light = views.light / 2 + entries.light;
  const busy = (busyTasks * 2_628_000) / 2 + entries.busy;
  return perUse((light * 0.1525) / 1e6, (busy * 0.1525) / 1e6);
}
/** Ten images of 0.08 GB, at 0.10 US dollars per GB. */
const images: Figures = { 'aws_ecr_repository image-storage': always(0.08) };
/**
 * Costs of load balancer capacity units. A unit covers 1 GB per hour, 25 new connections per second and 3,000 open connections. AWS
 * bills the largest need. In the scenario "busy", that is 3.7 units for 3.7 GB per hour: 45.45 connections per second need 1.8 units,
 * and 2,727 open streams need 0.9.
 */
const capacityUnits = perUse((responses.light + sent.light) * 0.008, (responses.busy + sent.busy) * 0.008);

const dev: Figures = {
  ...table,
  ...images,
  'aws_dynamodb_table table-read': reads(1),
  'aws_ecs_service fargate-arm-vcpu': running(vcpu),
  'aws_ecs_service fargate-arm-memory': running(memory),
  'aws_ecs_service ipv4-address': running(address),
  'aws_ecs_service data-out': perUse(responses.light * 0.09, responses.busy * 0.09),
  'aws_cloudwatch_log_group log-ingestion': bytes(appLog.one, 0.63),
  'aws_cloudwatch_log_group log-vended': bytes(flowLog.one, 0.63),
  'aws_cloudwatch_log_group log-storage': stored(sumOf(appLog.one, flowLog.one), 7),
};

const staging: Figures = {
  ...table,
  ...images,
  'aws_dynamodb_table table-read': reads(4),
  // The scenario "busy" has 6,000 requests per minute. At 1,000 per task, it needs six tasks; the maximum is four.
  'aws_ecs_service fargate-arm-vcpu': running(2 * vcpu, 4 * vcpu),
  'aws_ecs_service fargate-arm-memory': running(2 * memory, 4 * memory),
  'aws_ecs_service ipv4-address': running(2 * address, 4 * address),
  // The app's metrics are three counters and, if there are entries, the latency of the store.
  'aws_ecs_service metric': [0, 3 * 0.3, 4 * 0.3, 4 * 0.3],
  'aws_lb load-balancer-hour': always(730 * 0.027),
  'aws_lb load-balancer-lcu': capacityUnits,
  'aws_lb ipv4-address': always(3 * address),
  'aws_lb data-out': perUse(responses.light * 0.09, responses.busy * 0.09),
  'aws_s3_bucket bucket-storage': perUse((requests.light * 100 * 0.0245) / GB, (requests.busy * 100 * 0.0245) / GB),
  // The load balancer writes an access log file every five minutes in each of three zones.
  'aws_s3_bucket bucket-write': perUse(3 * 8.76 * 0.0054, 3 * 8.76 * 0.0054),
  'aws_cloudwatch_log_group log-ingestion': bytes(appLog.two, 0.63),
  'aws_cloudwatch_log_group log-storage': stored(appLog.two, 30),
  'aws_cloudwatch_dashboard dashboard': always(3),
  'aws_cloudwatch_metric_alarm alarm': running(12 * 0.1),
  // Autoscaling creates two alarms for the CPU and two for the requests.
  'aws_appautoscaling_policy alarm': running(4 * 0.1),
  'aws_sns_topic topic-request': always(0),
};

/** Bytes per month of PostgreSQL's log, even if no task is running. */
const databaseLog = 50_000_000;
const prodLog = appLog.two.map((one) => one + databaseLog);

const prod: Figures = {
  ...table,
  ...images,
  'aws_dynamodb_table table-read': reads(4),
  // Two hosts are enough for four tasks, because each host has network interfaces for two tasks.
  'aws_autoscaling_group instance:t4g.small': always(2 * 730 * 0.0192),
  'aws_autoscaling_group disk-gp3': always(2 * 30 * 0.0952),
  'aws_ecs_service metric': [0, 3 * 0.3, 4 * 0.3, 4 * 0.3],
  'aws_eip ipv4-address': always(address),
  'aws_nat_gateway nat-hour': always(730 * 0.052),
  // Each task exchanges 0.5 GB with AWS per month, and downloads its image of 0.08 GB 20 times, so it transfers 2.1 GB. The app's log also
  // passes through the gateway.
  'aws_nat_gateway nat-data': [
    0,
    (4.2 + appLog.two[0] / GB) * 0.052,
    (4.2 + appLog.two[1] / GB) * 0.052,
    (8.4 + appLog.two[2] / GB) * 0.052,
  ],
  // The load balancer is behind CloudFront and has no public address, so it causes no costs for addresses.
  'aws_lb load-balancer-hour': always(730 * 0.027),
  'aws_lb load-balancer-lcu': capacityUnits,
  'aws_cloudfront_distribution cdn-request': perUse((requests.light * 1.2) / 1e6, (requests.busy * 1.2) / 1e6),
  'aws_cloudfront_distribution cdn-data': perUse(responses.light * 0.085, responses.busy * 0.085),
  'aws_cloudfront_distribution cdn-origin': perUse(sent.light * 0.02, sent.busy * 0.02),
  'aws_wafv2_web_acl firewall-acl': always(5),
  'aws_wafv2_web_acl firewall-rule': always(6),
  'aws_wafv2_web_acl firewall-request': perUse((requests.light * 0.6) / 1e6, (requests.busy * 0.6) / 1e6),
  'aws_db_instance database:db.t4g.micro': always(730 * 0.019),
  'aws_db_instance database-storage': always(20 * 0.137),
  'aws_db_instance secret': always(0.4),
  'aws_s3_bucket bucket-storage': [0.0245, 0.0245, 0.245, 2.45],
  'aws_s3_bucket bucket-write': [0, 0, 10 * 0.0054, 1_000 * 0.0054],
  'aws_s3_bucket bucket-read': [0, 0, 100 * 0.00043, 10_000 * 0.00043],
  'aws_cloudwatch_log_group log-ingestion': bytes(prodLog, 0.63, databaseLog),
  // CloudFront's firewall writes its log in us-east-1, at the prices of that region.
  'aws_cloudwatch_log_group log-vended': sumOf(bytes(flowLog.two, 0.63), bytes(firewallLog, 0.5)) as Amounts,
  // Flow logs are kept for 7 days, the other logs for 90 days.
  'aws_cloudwatch_log_group log-storage': sumOf(
    stored(prodLog, 90, databaseLog),
    stored(firewallLog, 90, 0, 0.03),
    stored(flowLog.two, 7),
  ) as Amounts,
  'aws_cloudwatch_dashboard dashboard': always(3),
  'aws_cloudwatch_metric_alarm alarm': running(26 * 0.1),
  'aws_appautoscaling_policy alarm': running(4 * 0.1),
  // ECS scales the hosts with two alarms, even if no task is running.
  'aws_ecs_capacity_provider alarm': always(2 * 0.1),
  'aws_sns_topic topic-request': always(0),
};

const environments: readonly (readonly [name: string, changes: Changes, figures: Figures])[] = [
  ['dev', {}, dev],
  ['staging', balanced, staging],
  ['prod', { ...threeTiers, removal: 'protect' }, prod],
];

describe('Costs calculated by hand', () => {
  it.each(environments)('have the same rows as the report, for %s', (_, changes, figures) => {
    expect(Object.keys(amountsOf(costsOf(changes))).sort()).toEqual(Object.keys(figures).sort());
  });

  const cases = environments.flatMap(([name, changes, figures]) =>
    Object.entries(figures).map(([row, amounts]) => [name, row, changes, amounts] as const),
  );
  it.each(cases)('equal the costs in the report, for %s: %s', (_, row, changes, amounts) => {
    expectAmounts(amountsOf(costsOf(changes))[row], amounts);
  });

  it.each(environments)('add up to the totals in the report, for %s', (_, changes, figures) => {
    const { all } = costsOf(changes).totals;
    const sums = scenarios.map((__, index) => Object.values(figures).reduce((sum, one) => sum + (one[index] ?? 0), 0));
    expectAmounts(
      scenarios.map((scenario) => all[scenario]),
      sums,
    );
  });

  // Settings that no shipped environment has.
  const spot: Changes = { ...balanced, compute: { ...fixture.compute, spotPercent: 100 } };
  const x86: Changes = { compute: { ...fixture.compute, architecture: 'X86_64' } };
  const perZone: Changes = { ...threeTiers, network: { ...threeTiers.network, nat: 'per zone' } };
  const standby: Changes = {
    ...threeTiers,
    profiles: { database: { ...threeTiers.profiles.database, multiAz: true } },
  };
  it.each<[string, Changes, string, Amounts]>([
    // The first task runs on regular Fargate. Each other task runs on Spot, at 31 % of the price.
    ['the one task on regular Fargate', spot, 'aws_ecs_service fargate-arm-vcpu', running(vcpu)],
    [
      'one to three tasks on Fargate Spot',
      spot,
      'aws_ecs_service fargate-arm-vcpu-spot',
      running(0.31 * vcpu, 3 * 0.31 * vcpu),
    ],
    ['the vCPU of an x86 task', x86, 'aws_ecs_service fargate-x86-vcpu', running(730 * 0.25 * 0.04656)],
    ['the memory of an x86 task', x86, 'aws_ecs_service fargate-x86-memory', running(730 * 0.5 * 0.00511)],
    ['two NAT gateways', perZone, 'aws_nat_gateway nat-hour', always(2 * 730 * 0.052)],
    ['the IP addresses of two NAT gateways', perZone, 'aws_eip ipv4-address', always(2 * address)],
    [
      'the data through two NAT gateways',
      perZone,
      'aws_nat_gateway nat-data',
      prod['aws_nat_gateway nat-data'] ?? always(0),
    ],
    ['a standby database', standby, 'aws_db_instance database:db.t4g.micro', always(2 * 730 * 0.019)],
    ['the storage of a database with a standby', standby, 'aws_db_instance database-storage', always(2 * 20 * 0.137)],
    // The assumed requests to the queue are 100,000 in the scenario "light" and 30,000,000 in "busy".
    ['a queue', { resources: appResources }, 'aws_sqs_queue queue-request', perUse(0.1 * 0.4, 30 * 0.4)],
    ['a topic', { resources: appResources }, 'aws_sns_topic topic-request', perUse(0.03 * 0.5, 10 * 0.5)],
    ["the app's files", { resources: appResources }, 'aws_s3_bucket bucket-storage', [0.0245, 0.0245, 0.245, 2.45]],
  ])('equal the costs in the report, for %s', (_, changes, row, amounts) => {
    expectAmounts(amountsOf(costsOf(changes))[row], amounts);
  });

  it('of an environment in an existing network contain neither NAT gateways nor endpoints', () => {
    const network = {
      kind: 'existing',
      vpcId: 'vpc-0123456789abcdef0',
      publicSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    } as const;
    const { rows } = costsOf({ ...balanced, network });
    expect(rows.filter(({ price }) => /^(nat|endpoint)/.test(price))).toEqual([]);
    // The load balancer has a public address in each of two subnets.
    expectAmounts(amountsOf(costsOf({ ...balanced, network }))['aws_lb ipv4-address'], always(2 * address));
  });
});

/** Returns the costs in US dollars in each scenario. A key is a resource type and the id of a price. */
function amountsOf({ rows }: CostReport): Readonly<Record<string, readonly number[]>> {
  const found: Record<string, number[]> = {};
  for (const { type, price, usd } of rows) {
    const before = found[`${type} ${price}`] ?? [];
    found[`${type} ${price}`] = scenarios.map((scenario, index) => (before[index] ?? 0) + usd[scenario]);
  }
  return found;
}

/** Expects equal amounts, after rounding to five significant digits, and then to a hundredth of a cent. */
function expectAmounts(found: readonly number[] = [], expected: readonly number[]): void {
  const rounded = (amounts: readonly number[]) => amounts.map((one) => Number(one.toPrecision(5)).toFixed(4));
  expect(rounded(found)).toEqual(rounded(expected));
}
