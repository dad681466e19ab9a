import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { balanced, type Changes, fixture, threeTiers } from '../stacks/fixture-environment';
import { synthesized } from '../stacks/synthesized';

type Resources = Record<string, Record<string, Record<string, unknown>>>;

export function stackOf(document: unknown): SynthesizedStack {
  return new SynthesizedStack(document as SynthesizedStack['document']);
}

/** Returns the stack of an environment after a change of its JSON. */
function changed(changes: Changes, change: (resources: Resources) => void): SynthesizedStack {
  const document = JSON.parse(JSON.stringify(synthesized(changes)));
  change(document.resource);
  return stackOf(document);
}

/** Returns a stack with workers: copies of the app's service that have no load balancer. */
function withWorkers(changes: Changes, names: readonly string[]): SynthesizedStack {
  return changed(changes, (resources) => {
    const { app, ...others } = resources.aws_ecs_service ?? {};
    const workers = names.map((name) => [name, { ...app, name, load_balancer: undefined, desired_count: 1 }]);
    resources.aws_ecs_service = { app: { ...app }, ...others, ...Object.fromEntries(workers) };
  });
}

/** Stacks with resources that the settings of an environment cannot create. */
export const changedStacks: readonly (readonly [name: string, read: () => SynthesizedStack])[] = [
  ['four more services in the default VPC', () => withWorkers(balanced, ['worker', 'cron', 'mailer', 'reports'])],
  ['three more services on hosts', () => withWorkers(threeTiers, ['worker', 'cron', 'mailer'])],
  [
    'interface endpoints and instances',
    () =>
      changed(fixture, (resources) => {
        const services = ['ecr.api', 'ecr.dkr', 'logs', 'sqs', 'sns', 'ssm', 'kms'];
        const endpoints = services.map((service) => [
          service.replace('.', '_'),
          {
            vpc_id: '$' + '{aws_vpc.network.id}',
            vpc_endpoint_type: 'Interface',
            service_name: `com.amazonaws.eu-central-1.${service}`,
          },
        ]);
        resources.aws_vpc_endpoint = { ...resources.aws_vpc_endpoint, ...Object.fromEntries(endpoints) };
        resources.aws_instance = Object.fromEntries(
          ['a', 'b', 'c', 'd', 'e'].map((name) => [name, { instance_type: 't4g.nano' }]),
        );
      }),
  ],
  [
    'read replicas',
    () =>
      changed(threeTiers, (resources) => {
        const replica = { replicate_source_db: '$' + '{aws_db_instance.profiles_database.identifier}' };
        resources.aws_db_instance = {
          ...resources.aws_db_instance,
          replica: { ...replica, identifier: 'copy' },
          larger: { ...replica, identifier: 'larger', instance_class: 'db.t4g.large' },
        };
      }),
  ],
];

/** Returns a stack that contains, for most types, a resource without arguments. */
export function withoutArguments(): SynthesizedStack {
  const types = [
    'aws_autoscaling_group',
    'aws_cloudfront_distribution',
    'aws_cloudwatch_log_group',
    'aws_db_instance',
    'aws_dynamodb_table',
    'aws_ecs_service',
    'aws_iam_openid_connect_provider',
    'aws_iam_role',
    'aws_instance',
    'aws_internet_gateway',
    'aws_kinesis_stream',
    'aws_lb',
    'aws_nat_gateway',
    'aws_s3_bucket',
    'aws_subnet',
    'aws_vpc',
    'aws_vpc_endpoint',
    'aws_wafv2_web_acl',
  ];
  return changed(fixture, (resources) => {
    for (const type of types) resources[type] = { ...resources[type], bare: {} };
    resources.aws_ecs_service = { ...resources.aws_ecs_service, counted: { desired_count: '$' + '{var.tasks}' } };
  });
}
