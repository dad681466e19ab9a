import { assumptions, gigabyte } from './assumptions';
import { type CostFunction, type CostItem, fixed, perUse } from './cost-item';
import { zonesOf } from './network-costs';
import { block, blocks, numberOf, type PricedResource, type PricedResources, refersTo } from './priced-resources';
import { allTasks } from './tasks';
import { type Quantities, type Scenario, traffic } from './usage';

const { hoursPerMonth, secondsPerMonth } = assumptions;

/** The table of entries is the one with an index; the others store the metadata of files, which hardly changes. */
const tableCosts: CostFunction = (table, stack) => {
  if (table.values.billing_mode !== 'PAY_PER_REQUEST') return [fixed(table, 'table-provisioned', 1)];
  const isEntries = blocks(table, 'global_secondary_index').length > 0;
  const storedGB = (scenario: Scenario) => (isEntries ? entriesGB(scenario) : 0);
  const hasBackups = block(table, 'point_in_time_recovery').enabled === true;
  return [
    perUse(table, 'table-write', (scenario) => (isEntries ? writeUnits(scenario) / 1e6 : 0)),
    perUse(table, 'table-read', (scenario) => (isEntries ? readUnits(stack, scenario) / 1e6 : 0)),
    perUse(table, 'table-storage', storedGB),
    ...(hasBackups ? [perUse(table, 'table-backup', storedGB)] : []),
  ];
};

function writeUnits(scenario: Scenario): number {
  return traffic[scenario].entries * assumptions.writeUnitsPerEntry;
}

function readUnits(stack: PricedResources, scenario: Scenario): number {
  const { views, entries } = traffic[scenario];
  const queries = Math.min(views, allTasks(stack, scenario) * secondsPerMonth);
  return queries * assumptions.readUnitsPerQuery + entries * assumptions.readUnitsPerEntry;
}

/** Returns the size of the table after the assumed number of months. */
function entriesGB(scenario: Scenario): number {
  return (traffic[scenario].entries * assumptions.monthsOfEntries * assumptions.bytesPerEntryStored) / gigabyte;
}

/** A bucket with the load balancer's access logs, or with files. */
const bucketCosts: CostFunction = (bucket, stack) => {
  const writers = stack.of('aws_lb').filter((one) => isLogBucket(bucket, one));
  if (writers.length === 0) return fileCosts(bucket, stack);
  const { accessLogBytesPerRequest, accessLogFilesPerMonth } = assumptions;
  const logGB = (scenario: Scenario) => (traffic[scenario].requests * accessLogBytesPerRequest) / gigabyte;
  const perMonth = writers.reduce((sum, balancer) => sum + zonesOf(balancer, stack) * accessLogFilesPerMonth, 0);
  const files = (scenario: Scenario) => (traffic[scenario].requests > 0 ? perMonth : 0);
  return [perUse(bucket, 'bucket-storage', logGB), perUse(bucket, 'bucket-write', (scenario) => files(scenario) / 1e3)];
};

/** Files of the app. A stack without an app has only files of Terraform, which visitors do not read. */
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

/** A standby instance in another zone doubles everything. Backups up to the size of the storage have no charge. */
const databaseCosts: CostFunction = (database) => {
  const instances = database.values.multi_az === true ? 2 : 1;
  const hasSecret = database.values.manage_master_user_password === true;
  const type = database.values.engine === 'postgres' ? `database:${database.values.instance_class}` : 'database:other';
  return [
    fixed(database, type, instances * hoursPerMonth),
    fixed(database, 'database-storage', instances * numberOf(database.values.allocated_storage, 0)),
    ...(hasSecret ? [fixed(database, 'secret', 1)] : []),
  ];
};

const repositoryCosts: CostFunction = (repository) => [
  perUse(repository, 'image-storage', () => assumptions.imageGB * assumptions.imagesKept),
];

const queueCosts: CostFunction = (queue, stack) => {
  const price = queue.values.fifo_queue === true ? 'queue-fifo-request' : 'queue-request';
  // A dead-letter queue receives only messages that fail.
  const isDeadLetter = stack.of('aws_sqs_queue').some((one) => refersTo(one, 'redrive_policy', queue));
  return [perUse(queue, price, (scenario) => (isDeadLetter ? 0 : assumptions.queueRequests[scenario] / 1e6))];
};

/** The topic of the alarms publishes only a few messages. */
const topicCosts: CostFunction = (topic, stack) => {
  const policies = stack.of('aws_sns_topic_policy').filter((policy) => refersTo(policy, 'arn', topic));
  const isAlarms = stack
    .of('aws_cloudwatch_metric_alarm')
    .some((alarm) => [topic, ...policies].some((target) => refersTo(alarm, 'alarm_actions', target)));
  return [perUse(topic, 'topic-request', (scenario) => (isAlarms ? 0 : assumptions.topicRequests[scenario] / 1e6))];
};

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
