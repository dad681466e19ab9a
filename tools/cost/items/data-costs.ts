import { numberOf, type PricedResource, type PricedResources, refersTo } from '../resources/priced-resources';
import { assumptions } from '../usage/assumptions';
import { bucketCosts } from './bucket-costs';
import { type CostFunction, fixed, perUse } from './cost-item';
import { tableCosts } from './table-costs';

const { hoursPerMonth } = assumptions;

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
