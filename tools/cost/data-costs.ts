import { withoutIndex } from '../shared/addresses';
import { assumptions, gigabyte } from './assumptions';
import { type CostFunction, type CostItem, fixed, perUse } from './cost-item';
import { zonesOf } from './network-costs';
import { block, numberOf, type PricedResource, type PricedResources, refersTo } from './priced-resources';
import { type Quantities, type Scenario, traffic } from './scenarios';
import { allTasks, visitedServices } from './tasks';

const { hoursPerMonth, secondsPerMonth } = assumptions;

/** How a DynamoDB table is used: stored GB, write units and read units, each by scenario. */
interface TableUsage {
  readonly gb: (scenario: Scenario) => number;
  readonly writes: (scenario: Scenario) => number;
  readonly reads: (scenario: Scenario) => number;
}

const tableCosts: CostFunction = (table, stack) => {
  const { gb, writes, reads } = tableUsage(table, stack);
  const hasBackups = block(table, 'point_in_time_recovery').enabled === true;
  return [
    perUse(table, 'table-write', (scenario) => writes(scenario) / 1e6),
    perUse(table, 'table-read', (scenario) => reads(scenario) / 1e6),
    perUse(table, 'table-storage', gb),
    ...(hasBackups ? [perUse(table, 'table-backup', gb)] : []),
  ];
};

function tableUsage({ address }: PricedResource, stack: PricedResources): TableUsage {
  const { tableGB, tableWrites, tableReads } = assumptions;
  switch (withoutIndex(address)) {
    case 'aws_dynamodb_table.entries':
      return { gb: entriesGB, writes: writeUnits, reads: (scenario) => readUnits(stack, scenario) };
    // This table contains only the metadata of uploaded files, so its costs are negligible.
    case 'aws_dynamodb_table.profiles_uploads':
      return { gb: () => 0, writes: () => 0, reads: () => 0 };
    default:
      return { gb: (of) => tableGB[of], writes: (of) => tableWrites[of], reads: (of) => tableReads[of] };
  }
}

function writeUnits(scenario: Scenario): number {
  return traffic[scenario].entries * assumptions.writeUnitsPerEntry;
}

function readUnits(stack: PricedResources, scenario: Scenario): number {
  const { views, entries } = traffic[scenario];
  const queries = Math.min(views, allTasks(stack, scenario, visitedServices(stack)) * secondsPerMonth);
  return queries * assumptions.readUnitsPerQuery + entries * assumptions.readUnitsPerEntry;
}

/** Returns the size, in GB, of the entries that are stored in the assumed number of months. */
function entriesGB(scenario: Scenario): number {
  return (traffic[scenario].entries * assumptions.monthsOfEntries * assumptions.bytesPerEntryStored) / gigabyte;
}

/** The costs of a bucket. It contains either the load balancer's access logs or other files. */
const bucketCosts: CostFunction = (bucket, stack) => {
  const writers = stack.of('aws_lb').filter((one) => isLogBucket(bucket, one));
  if (writers.length === 0) return fileCosts(bucket, stack);
  const { accessLogBytesPerRequest, accessLogFilesPerMonth } = assumptions;
  const logGB = (scenario: Scenario) => (traffic[scenario].requests * accessLogBytesPerRequest) / gigabyte;
  const perMonth = writers.reduce((sum, balancer) => sum + zonesOf(balancer, stack) * accessLogFilesPerMonth, 0);
  const files = (scenario: Scenario) => (traffic[scenario].requests > 0 ? perMonth : 0);
  return [perUse(bucket, 'bucket-storage', logGB), perUse(bucket, 'bucket-write', (scenario) => files(scenario) / 1e3)];
};

/** Returns the costs of a bucket with files. A stack without an app has only Terraform's own files, which visitors do not read. */
function fileCosts(bucket: PricedResource, stack: PricedResources): readonly CostItem[] {
  const isOfApp = stack.of('aws_ecs_service').length > 0;
  const usage = (by: Quantities) => (scenario: Scenario) => by[isOfApp ? scenario : 'idle'];
  return [
    perUse(bucket, 'bucket-storage', usage(assumptions.bucketGB)),
    perUse(bucket, 'bucket-write', (scenario) => usage(assumptions.bucketWrites)(scenario) / 1e3),
    perUse(bucket, 'bucket-read', (scenario) => usage(assumptions.bucketReads)(scenario) / 1e3),
  ];
}

function isLogBucket(bucket: PricedResource, balancer: PricedResource): boolean {
  const { bucket: name } = block(balancer, 'access_logs');
  return refersTo(balancer, 'access_logs', bucket) || (name !== undefined && name === bucket.values.bucket);
}

/** The costs of a database. A standby in another zone doubles them. Backups are free up to the size of the storage. */
const databaseCosts: CostFunction = (database) => {
  const instances = database.values.multi_az === true ? 2 : 1;
  const hasSecret = database.values.manage_master_user_password === true;
  return [
    fixed(database, `database:${database.values.instance_class}`, instances * hoursPerMonth),
    fixed(database, 'database-storage', instances * numberOf(database.values.allocated_storage, 0)),
    ...(hasSecret ? [fixed(database, 'secret', 1)] : []),
  ];
};

const repositoryCosts: CostFunction = (repository) => [
  perUse(repository, 'image-storage', () => assumptions.imageGB * assumptions.imagesKept),
];

const queueCosts: CostFunction = (queue, stack) => {
  const price = queue.values.fifo_queue === true ? 'queue-fifo-request' : 'queue-request';
  // A dead-letter queue receives only messages that could not be processed, so its requests are not counted.
  const isDeadLetter = stack.of('aws_sqs_queue').some((one) => refersTo(one, 'redrive_policy', queue));
  return [perUse(queue, price, (scenario) => (isDeadLetter ? 0 : assumptions.queueRequests[scenario] / 1e6))];
};

const topicCosts: CostFunction = (topic, stack) => [
  perUse(topic, 'topic-request', (scenario) =>
    isNotification(topic, stack) ? 0 : assumptions.topicRequests[scenario] / 1e6,
  ),
];

/** Whether alarms or AWS events are sent to a topic. Such a topic gets so few messages that they are not counted. */
export function isNotification(topic: PricedResource, stack: PricedResources): boolean {
  const policies = stack.of('aws_sns_topic_policy').filter((policy) => refersTo(policy, 'arn', topic));
  const refers = (from: PricedResource, argument: string) =>
    [topic, ...policies].some((target) => refersTo(from, argument, target));
  return (
    stack.of('aws_cloudwatch_metric_alarm').some((alarm) => refers(alarm, 'alarm_actions')) ||
    stack.of('aws_cloudwatch_event_target').some((target) => refers(target, 'arn'))
  );
}

export const dataCosts: Readonly<Record<string, CostFunction>> = {
  aws_dynamodb_table: tableCosts,
  aws_s3_bucket: bucketCosts,
  aws_db_instance: databaseCosts,
  aws_ecr_repository: repositoryCosts,
  aws_sqs_queue: queueCosts,
  aws_sns_topic: topicCosts,
  aws_secretsmanager_secret: (secret) => [fixed(secret, 'secret', 1)],
  aws_kms_key: (key) => [fixed(key, 'key', 1)],
  aws_ssm_parameter: (parameter) =>
    parameter.values.tier === 'Advanced' ? [fixed(parameter, 'parameter-advanced', 1)] : [],
};
