import { blocksOf } from '../../shared/synthesized-stack';
import type { NodeKind } from '../diagram-model';
import type { GraphResource, StackGraph } from './stack-graph';

/** The maximum number of resources of one type that get separate boxes. If there are more, they share a box. */
export const maxOfType = 4;
const maxNames = 4;

/** The text of a box. */
export interface ResourceText {
  readonly kind: NodeKind;
  readonly title: string;
  readonly lines: readonly string[];
  /** The name in AWS, or the address if the name is known only after an apply. */
  readonly name: string;
}

type Details = (resource: GraphResource, graph: StackGraph) => readonly string[];

/** For each known type, the kind of its box, the title, and a function that returns the lines after the name. */
const texts: Readonly<Record<string, readonly [kind: NodeKind, title: string, details?: Details]>> = {
  aws_cloudwatch_dashboard: ['monitoring', 'Dashboard'],
  aws_cloudwatch_event_rule: ['monitoring', 'EventBridge rule'],
  aws_cloudwatch_metric_alarm: ['monitoring', 'Alarm'],
  aws_ssm_parameter: ['other', 'Parameter'],
  aws_cloudwatch_log_group: [
    'monitoring',
    'Log group',
    ({ block }) => (block.retention_in_days === undefined ? [] : [`kept ${block.retention_in_days} days`]),
  ],
  aws_dynamodb_table: ['store', 'DynamoDB table', ({ block }) => indexLines(block.global_secondary_index)],
  aws_db_instance: ['store', 'Database'],
  aws_ecr_repository: ['store', 'ECR repository'],
  aws_iam_openid_connect_provider: ['security', 'OIDC provider'],
  aws_iam_policy: ['security', 'IAM policy'],
  aws_s3_bucket: ['store', 'S3 bucket'],
  aws_sns_topic: ['store', 'SNS topic', subscriptionLines],
  aws_sqs_queue: ['store', 'SQS queue', deadLetterLines],
  aws_budgets_budget: ['monitoring', 'Budget', ({ block }) => [`${block.limit_amount} ${block.limit_unit} a month`]],
};

const nameArguments = ['name', 'bucket', 'identifier', 'dashboard_name', 'url', 'family', 'alarm_name', 'id'];

/** Returns the text of a resource of any type. The title of an unknown type is made from Terraform's type, such as `Kinesis stream`. */
export function describeResource(resource: GraphResource, graph: StackGraph): ResourceText {
  const [kind, title, details] = texts[resource.type] ?? ['other', titleOfType(resource.type)];
  const name = nameOf(resource, graph);
  return { kind, title, name, lines: [name, ...(details?.(resource, graph) ?? [])] };
}

/** Converts a type such as `aws_kinesis_stream` to a title such as `Kinesis stream`. */
export function titleOfType(type: string): string {
  const words = type.replace(/^aws_/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Returns lines with the names of resources that share a box. If there are too many, the last line says how many more there are. */
export function firstNames(names: readonly string[]): readonly string[] {
  const shown = names.length > maxNames ? names.slice(0, maxNames - 1) : names;
  return names.length > shown.length ? [...shown, `and ${names.length - shown.length} more`] : shown;
}

function nameOf({ address, block }: GraphResource, graph: StackGraph): string {
  const named = nameArguments.flatMap((argument) => (block[argument] === undefined ? [] : graph.text(block[argument])));
  const name = named.find((one) => one !== '' && !one.includes('${'));
  // The account number is known only after an apply, so names contain a placeholder instead.
  return (name ?? address).replace('000000000000', '<account>');
}

function indexLines(indexes: unknown): readonly string[] {
  const names = blocksOf(indexes, 'global_secondary_index').map(({ name }) => String(name));
  return names.length === 0 ? [] : [`${names.length === 1 ? 'index' : 'indexes'} ${names.join(', ')}`];
}

function subscriptionLines({ address }: GraphResource, graph: StackGraph): readonly string[] {
  return graph
    .of('aws_sns_topic_subscription')
    .filter(({ block }) => graph.referencesIn(block.topic_arn).includes(address))
    .map(({ block }) => `${graph.text(block.protocol)} to ${graph.text(block.endpoint)}`);
}

function deadLetterLines({ block, address }: GraphResource, graph: StackGraph): readonly string[] {
  const [deadLetters] = graph.referencesIn(block.redrive_policy).filter((one) => one !== address);
  return deadLetters === undefined ? [] : ['with a dead-letter queue'];
}
