import { table } from '@eight-digit/aws-permissions';
import { accessName } from '../../../../stacks/preview';
import { completeBootstrap, completeEnvironments, completePreview } from '../../../support/iam/all-roles';
import { creationCalls } from '../../../support/iam/creation-calls';
import { documentedCommands } from '../../../support/iam/documented-commands';
import { isAllowed } from '../../../support/iam/iam-evaluator';
import { account, statementsOf } from '../../../support/iam/role-policies';
import { fixture } from '../../../support/stacks/fixture-environment';
import { synthesized } from '../../../support/stacks/synthesized';

const bootstrap = completeBootstrap();
const actionsOf = (role: string) =>
  new Set(
    statementsOf(bootstrap, role)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action = [] }) => Action),
  );

const none = { reads: [], writes: [] };

/** Each resource type and data source of all environments and of a preview, with the calls that the provider makes for it. */
const rows = [...completeEnvironments, completePreview].flatMap((changes) => {
  const environment = accessName({ ...fixture, ...changes });
  const { resource, data } = synthesized(changes);
  const deployed = actionsOf(`github_deploy_${environment}`);
  // Previews have no plan role: the deploy role plans them.
  const planning = changes === completePreview ? [] : ['github_plan', `terraform_cloud_plan_${environment}`];
  const planned = planning.map(actionsOf);
  const described = (kind: string, types: object, prefix = '') =>
    Object.keys(types).map((type) => ({
      environment,
      type: `${kind} ${type}`,
      // This resource exists only in the state, so it needs no permission.
      calls: type === 'terraform_data' ? none : table[`${prefix}${type}`],
      deployed,
      planned,
    }));
  return [...described('resource', resource), ...described('data source', data, 'data.')];
});

/** The resources that a plan reads by name: each resource with a name in its ARN, and each path of parameters. */
const namedReads = [...completeEnvironments, completePreview].flatMap((changes) => {
  const stack = synthesized(changes);
  const environment = accessName({ ...fixture, ...changes });
  const resources = creationCalls(stack).map(({ address, call: { resource } }) => {
    const type = address.split('.')[0] ?? '';
    // The provider makes these calls on another resource: the role of an instance profile, or the KMS key of a table.
    const ofOthers = type === 'aws_iam_instance_profile' ? ['iam:GetRole'] : ['kms:DescribeKey'];
    return { resource, reads: (table[type]?.reads ?? []).filter((action) => !ofOthers.includes(action)) };
  });
  const paths = Object.values(stack.data.aws_ssm_parameters_by_path ?? {}).map(({ path }) => ({
    resource: `arn:aws:ssm:${fixture.region}:${account}:parameter${path}`,
    reads: table['data.aws_ssm_parameters_by_path']?.reads ?? [],
  }));
  const planning = changes === completePreview ? [] : ['github_plan', `terraform_cloud_plan_${environment}`];
  const statements = [...planning, `github_deploy_${environment}`].map((role) => statementsOf(bootstrap, role));
  return [...resources, ...paths].map((row) => ({ ...row, environment, statements }));
});

/** Calls that neither the provider nor a documented command makes, keyed by the reason why a role may make them. */
const otherReasons: Readonly<Record<string, readonly string[]>> = {
  'the S3 backend stores the state and its lock': ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'],
  'npm run destroy finds resources by the tags of the environment': ['tag:GetResources'],
  'npm run deploy shows what a deployment does, and rolls it back': [
    'ecs:DescribeTasks',
    'ecs:ListTasks',
    'ecs:StopServiceDeployment',
    'logs:GetLogEvents',
  ],
  'npm run doctor reads quotas': ['servicequotas:GetServiceQuota'],
  'docker pushes images': [
    'ecr:BatchCheckLayerAvailability',
    'ecr:BatchGetImage',
    'ecr:CompleteLayerUpload',
    'ecr:GetAuthorizationToken',
    'ecr:GetDownloadUrlForLayer',
    'ecr:InitiateLayerUpload',
    'ecr:PutImage',
    'ecr:UploadLayerPart',
  ],
};

describe('Role', () => {
  it.each(rows)(
    'that deploys $environment may make every call of the provider for the $type',
    ({ calls, deployed }) => {
      expect(calls).toBeDefined();
      expect([...(calls?.reads ?? []), ...(calls?.writes ?? [])].filter((action) => !deployed.has(action))).toEqual([]);
    },
  );

  it.each(rows)(
    'that plans $environment, in GitHub or Terraform Cloud, may make every call that reads the $type',
    ({ calls, planned }) => {
      expect(calls?.reads.filter((action) => !planned.every((role) => role.has(action)))).toEqual([]);
    },
  );

  it.each(namedReads)('that plans or deploys $environment may read $resource', ({ resource, reads, statements }) => {
    const isReadable = (action: string) =>
      statements.every((own) => [resource, '*'].some((one) => isAllowed(own, { action, resource: one })));
    expect(reads.filter((action) => !isReadable(action))).toEqual([]);
  });

  it('may make only calls of the provider, of documented commands, or with another listed reason', () => {
    const called = rows.flatMap(({ calls }) => [...(calls?.reads ?? []), ...(calls?.writes ?? [])]);
    const ofCommands = Object.values(documentedCommands).flatMap((needs) =>
      'calls' in needs ? needs.calls(fixture).map(({ action }) => action) : [],
    );
    const reasons = new Set([...called, ...ofCommands, ...Object.values(otherReasons).flat()]);
    const roles = Object.keys(bootstrap.resource.aws_iam_role ?? {});
    const allowed = new Set(roles.flatMap((role) => [...actionsOf(role)]));
    expect([...allowed].filter((action) => !reasons.has(action))).toEqual([]);
  });
});
