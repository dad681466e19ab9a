import { accessName } from '../../../stacks/preview';
import { completeBootstrap, completeEnvironments, completePreview } from '../../support/iam/all-roles';
import { documentedCommands } from '../../support/iam/documented-commands';
import { dataCalls, type ProviderCalls, resourceCalls } from '../../support/iam/provider-calls';
import { statementsOf } from '../../support/iam/role-policies';
import { fixture } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';

const bootstrap = completeBootstrap();
const actionsOf = (role: string) =>
  new Set(
    statementsOf(bootstrap, role)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action = [] }) => Action),
  );

/** All types in all environments and in a preview, with the calls of the provider. */
const rows = [...completeEnvironments, completePreview].flatMap((changes) => {
  const environment = accessName({ ...fixture, ...changes });
  const { resource, data } = synthesized(changes);
  const deployed = actionsOf(`github_deploy_${environment}`);
  // Previews are planned by the role that deploys them.
  const planning = changes === completePreview ? [] : ['github_plan', `terraform_cloud_plan_${environment}`];
  const planned = planning.map(actionsOf);
  const described = (kind: string, types: object, calls: Readonly<Record<string, ProviderCalls>>) =>
    Object.keys(types).map((type) => ({ environment, type: `${kind} ${type}`, calls: calls[type], deployed, planned }));
  return [...described('resource', resource, resourceCalls), ...described('data source', data, dataCalls)];
});

/** The calls of the roles in addition to those of the provider and of the documented commands. */
const otherReasons: Readonly<Record<string, readonly string[]>> = {
  'the S3 backend stores the state and its lock': ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'],
  'npm run destroy finds resources by the tags of the environment': ['tag:GetResources'],
  'npm run deploy shows what a deployment does, and rolls it back': [
    'ecs:DescribeTasks',
    'ecs:ListTasks',
    'ecs:StopServiceDeployment',
    'logs:GetLogEvents',
  ],
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
  it.each(rows)('that deploys $environment may make the calls of the provider for the $type', ({ calls, deployed }) => {
    expect(calls).toBeDefined();
    expect([...(calls?.reads ?? []), ...(calls?.writes ?? [])].filter((action) => !deployed.has(action))).toEqual([]);
  });

  it.each(rows)(
    'that plans $environment, in GitHub or Terraform Cloud, may make the reading calls of the provider for the $type',
    ({ calls, planned }) => {
      expect(calls?.reads.filter((action) => !planned.every((role) => role.has(action)))).toEqual([]);
    },
  );

  it('may make no call without a reason', () => {
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
