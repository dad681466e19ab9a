import { databaseAlarms } from '../../../../stacks/monitoring/alarms/database-alarms';
import { balanced, type Changes, threeTiers } from '../../../support/stacks/fixture-environment';
import { nameOfDimensions } from '../../../support/stacks/metric-dimensions';
import { reference, resource, type SynthesizedStack, synthesized } from '../../../support/stacks/synthesized';

const staging = synthesized(balanced);
const prod = synthesized(threeTiers);

type Alarm = Record<string, unknown>;

function alarmsOf({ resource: { aws_cloudwatch_metric_alarm: alarms = {} } }: SynthesizedStack): [string, Alarm][] {
  return Object.entries(alarms)
    .map(([name, alarm]): [string, Alarm] => [name.replace('monitoring_', ''), alarm])
    .sort(([one], [other]) => one.localeCompare(other));
}

const idsOf = (stack: SynthesizedStack) => alarmsOf(stack).map(([id]) => id);

interface Metric {
  readonly namespace: string;
  readonly metric_name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
  readonly period: number;
}

interface Query {
  readonly id: string;
  readonly expression?: string;
  readonly metric?: Metric;
  readonly label?: string;
  readonly return_data?: boolean;
}

const operators: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
};

const describeMetric = ({ namespace, metric_name, dimensions, stat, period }: Metric) =>
  `${stat} of ${namespace} ${metric_name}, ${nameOfDimensions(dimensions)}, ${period} s`;

/** Returns the condition of an alarm in words: metric, threshold, number of periods, and treatment of missing data. */
function conditionOf(alarm: Alarm) {
  const queries = (alarm.metric_query as readonly Query[] | undefined) ?? [];
  const stat = String(alarm.statistic ?? alarm.extended_statistic);
  return [
    queries.length > 0
      ? queries.map(({ id, label, expression, metric, return_data }) => {
          const isCompared = return_data ? `compare "${label}": ` : '';
          return `${isCompared}${id} = ${expression ?? (metric && describeMetric(metric))}`;
        })
      : describeMetric({ ...(alarm as unknown as Metric), stat }),
    `${operators[String(alarm.comparison_operator)]} ${alarm.threshold}`,
    `${alarm.datapoints_to_alarm} of ${alarm.evaluation_periods}`,
    alarm.treat_missing_data,
  ];
}

const mib = 2 ** 20;

/** The expected result of `conditionOf` for each alarm. */
const ofStaging = {
  cpu: ['Average of AWS/ECS CPUUtilization, service, 60 s', '> 95', '10 of 10', 'notBreaching'],
  latency_p99: ['p99 of AWS/ApplicationELB TargetResponseTime, targets, 60 s', '> 1', '3 of 5', 'notBreaching'],
  load_balancer_5xx: [
    [
      'compare "Load balancer errors while tasks are healthy": errors = IF(FILL(healthy, 0) > 0, FILL(answered, 0), 0)',
      'answered = Sum of AWS/ApplicationELB HTTPCode_ELB_5XX_Count, load balancer, 60 s',
      'healthy = Maximum of AWS/ApplicationELB HealthyHostCount, targets, 60 s',
    ],
    '>= 5',
    '3 of 5',
    'notBreaching',
  ],
  memory: ['Maximum of AWS/ECS MemoryUtilization, service, 60 s', '> 80', '5 of 5', 'notBreaching'],
  no_running_task: ['SampleCount of AWS/ECS CPUUtilization, service, 60 s', '< 1', '3 of 3', 'missing'],
  targets_5xx: ['Sum of AWS/ApplicationELB HTTPCode_Target_5XX_Count, targets, 60 s', '>= 5', '3 of 5', 'notBreaching'],
  throttled_table: [
    [
      'compare "Throttled reads and writes of the table and its index": throttled = FILL(throttled0, 0) + FILL(throttled1, 0) + FILL(throttled2, 0) + FILL(throttled3, 0)',
      'throttled0 = Sum of AWS/DynamoDB ReadThrottleEvents, entries, 60 s',
      'throttled1 = Sum of AWS/DynamoDB WriteThrottleEvents, entries, 60 s',
      'throttled2 = Sum of AWS/DynamoDB ReadThrottleEvents, index, 60 s',
      'throttled3 = Sum of AWS/DynamoDB WriteThrottleEvents, index, 60 s',
    ],
    '> 0',
    '3 of 5',
    'notBreaching',
  ],
  unhealthy_hosts: [
    'Maximum of AWS/ApplicationELB UnHealthyHostCount, targets, 60 s',
    '>= 1',
    '5 of 5',
    'notBreaching',
  ],
};

const ofProd = {
  ...ofStaging,
  cdn_5xx: [
    [
      'compare "CloudFront server errors": errors = FILL(percentage, 0) * FILL(requests, 0) / 100',
      'percentage = Average of AWS/CloudFront 5xxErrorRate, distribution, 60 s',
      'requests = Sum of AWS/CloudFront Requests, distribution, 60 s',
    ],
    '>= 5',
    '3 of 5',
    'notBreaching',
  ],
  database_connections: ['Maximum of AWS/RDS DatabaseConnections, database, 60 s', '> 36', '15 of 15', 'notBreaching'],
  database_cpu: ['Average of AWS/RDS CPUUtilization, database, 60 s', '> 90', '15 of 15', 'missing'],
  database_credits: [
    [
      'compare "CPU above the baseline, with no CPU credits left": exhausted = IF(balance < 10 AND cpu > 10, 1, 0)',
      'balance = Average of AWS/RDS CPUCreditBalance, database, 300 s',
      'cpu = Average of AWS/RDS CPUUtilization, database, 300 s',
    ],
    '> 0',
    '12 of 12',
    'notBreaching',
  ],
  database_memory: ['Minimum of AWS/RDS FreeableMemory, database, 60 s', `< ${51.2 * mib}`, '15 of 15', 'notBreaching'],
  database_storage: [
    'Minimum of AWS/RDS FreeStorageSpace, database, 60 s',
    `< ${1024 * mib}`,
    '15 of 15',
    'notBreaching',
  ],
  firewall_blocks: [
    'Sum of AWS/WAFV2 BlockedRequests, firewall of CloudFront, 300 s',
    '> 300',
    '1 of 1',
    'notBreaching',
  ],
  host_fails: ['Maximum of AWS/EC2 StatusCheckFailed, hosts, 60 s', '>= 1', '10 of 10', 'notBreaching'],
  hosts_full: [
    'Average of AWS/ECS/ManagedScaling CapacityProviderReservation, capacity provider, 60 s',
    '> 100',
    '15 of 15',
    'notBreaching',
  ],
  // The threshold is higher than in staging, because the upload of a large file takes longer than other requests.
  latency_p99: ['p99 of AWS/ApplicationELB TargetResponseTime, targets, 60 s', '> 10', '3 of 5', 'notBreaching'],
  nat_ports: [
    [
      'compare "Connections rejected because no port is free": refused = FILL(refused0, 0)',
      'refused0 = Sum of AWS/NATGateway ErrorPortAllocation, NAT gateway a, 60 s',
    ],
    '> 0',
    '3 of 5',
    'notBreaching',
  ],
  throttled_uploads: [
    [
      'compare "Throttled reads and writes": throttled = FILL(throttled0, 0) + FILL(throttled1, 0)',
      'throttled0 = Sum of AWS/DynamoDB ReadThrottleEvents, uploads, 60 s',
      'throttled1 = Sum of AWS/DynamoDB WriteThrottleEvents, uploads, 60 s',
    ],
    '> 0',
    '3 of 5',
    'notBreaching',
  ],
};

describe('Alarms', () => {
  it.each([
    ['staging', staging, ofStaging],
    ['prod', prod, ofProd],
  ])('of %s go off under exactly the listed conditions', (_name, stack, expected) => {
    expect(Object.fromEntries(alarmsOf(stack).map(([id, alarm]) => [id, conditionOf(alarm)]))).toEqual(expected);
  });

  it.each<[string, string, Changes, string[]]>([
    ['without monitoring', 'nothing', { ...balanced, monitoring: undefined }, []],
    [
      'without a load balancer',
      'only the tasks and the table',
      { monitoring: {} },
      ['cpu', 'memory', 'no_running_task', 'throttled_table'],
    ],
    [
      'with a firewall',
      'also the firewall',
      { ...balanced, ingress: { kind: 'load-balanced', firewall: {} } },
      [...Object.keys(ofStaging), 'firewall_blocks'],
    ],
    [
      'with a database class that has no CPU credits',
      'everything except the credits',
      withDatabase('db.m7g.large'),
      Object.keys(ofProd).filter((id) => id !== 'database_credits'),
    ],
  ])('watch the parts of the environment: %s, %s', (_which, _what, changes, ids) => {
    expect(idsOf(synthesized(changes))).toEqual([...ids].sort());
  });

  it('watch every NAT gateway', () => {
    const network = { ...threeTiers.network, nat: 'per zone' } as const;
    const stack = synthesized({ ...threeTiers, network });
    expect(conditionOf(resource(stack, 'aws_cloudwatch_metric_alarm.monitoring_nat_ports'))).toEqual([
      [
        'compare "Connections rejected because no port is free": refused = FILL(refused0, 0) + FILL(refused1, 0)',
        'refused0 = Sum of AWS/NATGateway ErrorPortAllocation, NAT gateway a, 60 s',
        'refused1 = Sum of AWS/NATGateway ErrorPortAllocation, NAT gateway b, 60 s',
      ],
      ...ofProd.nat_ports.slice(1),
    ]);
  });

  const alarmsOfClass = (instanceClass: string) =>
    databaseAlarms({ identifier: 'database' }, { instanceClass, storageGiB: 20, maxStorageGiB: 100 }, threeTiers.scale);

  // The thresholds are one twentieth of the memory of each class.
  it.each([
    ['db.t4g.micro', 51.2],
    ['db.t4g.small', 102.4],
    ['db.t3.medium', 204.8],
    ['db.t3.large', 409.6],
    ['db.t3.xlarge', 819.2],
    ['db.t4g.2xlarge', 1638.4],
    ['db.m7g.large', 409.6],
    ['db.r6gd.xlarge', 1638.4],
    // The sizes of these classes are unknown, so their threshold is a constant.
    ['db.t5g.huge', 64],
    ['db.x2g.large', 64],
  ])('of a %s database go off below %d MiB of free memory', (instanceClass, memoryMiB) => {
    expect(alarmsOfClass(instanceClass)['database-memory']?.threshold).toBeCloseTo(memoryMiB * mib);
  });

  it.each([
    ['db.t4g.micro', 10],
    ['db.t4g.small', 20],
    ['db.t3.medium', 20],
    ['db.t3.large', 30],
    ['db.t3.xlarge', 40],
    ['db.t4g.2xlarge', 40],
    ['db.t5g.huge', 20],
  ])('of a %s database go off above %d %% CPU if few CPU credits are left', (instanceClass, baseline) => {
    const [query] = (alarmsOfClass(instanceClass)['database-credits']?.metricQuery ?? []) as readonly Query[];
    expect(query?.expression).toBe(`IF(balance < 10 AND cpu > ${baseline}, 1, 0)`);
  });

  it.each(['db.m7g.large', 'db.r6gd.xlarge', 'db.x2g.large'])(
    'of a %s database do not watch CPU credits',
    (instanceClass) => {
      expect(alarmsOfClass(instanceClass)).not.toHaveProperty('database-credits');
    },
  );

  it.each([
    [{ kind: 'fixed', tasks: 1 }, 9],
    [{ kind: 'automatic', min: 1, max: 10 }, 90],
  ] as const)(
    'on database connections, with the scale %j, go off above 1.5 times the number of connections that the tasks hold',
    (scale, threshold) => {
      const { database } = threeTiers.profiles;
      const alarms = databaseAlarms({ identifier: 'database' }, { ...database, storageGiB: 400 }, scale);
      expect(alarms['database-connections']?.threshold).toBe(threshold);
      expect(alarms['database-storage']?.threshold).toBe(20 * 1024 * mib);
    },
  );

  it.each([
    ['staging', 'data store', 'targets_5xx', staging, /the table is unavailable/],
    ['prod', 'data stores', 'targets_5xx', prod, /concurrent uploads and downloads.*table, PostgreSQL or S3/],
    ['staging', 'threshold', 'latency_p99', staging, /more than one second\./],
    ['prod', 'threshold', 'latency_p99', prod, /more than ten seconds, and uploads alone do not explain that\./],
  ])("of %s name the environment's %s in the description of %s", (_name, _what, id, stack, text) => {
    expect(resource(stack, `aws_cloudwatch_metric_alarm.monitoring_${id}`).alarm_description).toMatch(text);
  });

  it('of the firewall use the metric name that the web ACL publishes', () => {
    expect(resource(prod, 'aws_wafv2_web_acl.cdn_firewall').visibility_config).toMatchObject({
      metric_name: 'eight-digit-prod-firewall',
      cloudwatch_metrics_enabled: true,
    });
  });

  it('evaluate latency even in periods with few requests', () => {
    expect(resource(prod, 'aws_cloudwatch_metric_alarm.monitoring_latency_p99')).toMatchObject({
      evaluate_low_sample_count_percentiles: 'evaluate',
    });
  });

  describe.each(alarmsOf(prod))('alarm %s', (id, alarm) => {
    // The metrics of CloudFront and its firewall are in us-east-1, and an alarm can use only a topic in its own region.
    const isOfCdn = ['cdn_5xx', 'firewall_blocks'].includes(id);
    const topic = [reference(`aws_sns_topic_policy.monitoring${isOfCdn ? '_cdn' : ''}.arn`)];

    it('is in the region of its metric', () => {
      expect(alarm.region).toBe(isOfCdn ? 'us-east-1' : undefined);
    });

    it('publishes the states ALARM and OK to the topic, and is created after the policy of the topic', () => {
      expect(alarm).toMatchObject({ alarm_actions: topic, ok_actions: topic });
    });

    it('notifies about missing data only if missing data means a failure, and never before the first data arrives', () => {
      expect(alarm.treat_missing_data).not.toBe('breaching');
      expect(alarm.insufficient_data_actions).toEqual(alarm.treat_missing_data === 'missing' ? topic : undefined);
    });

    it('is deleted with the last task, so that a parked environment sends no messages', () => {
      expect(alarm.count).toBe(resource(prod, 'aws_ecs_service.app').count);
    });

    it('has a unique name and a description that says where to look first', () => {
      expect(alarm.alarm_name).toBe(`eight-digit-prod-${id.replaceAll('_', '-')}`);
      expect(alarm.alarm_description).toMatch(/look first at /i);
      expect(String(alarm.alarm_description).length).toBeLessThanOrEqual(1024);
    });
  });
});

function withDatabase(instanceClass: string): Changes {
  return { ...threeTiers, profiles: { database: { ...threeTiers.profiles.database, instanceClass } } };
}
