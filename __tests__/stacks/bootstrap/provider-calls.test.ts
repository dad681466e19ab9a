import { commands } from '../../support/iam/documented-commands';
import { everyBootstrap, everyEnvironment } from '../../support/iam/every-role';
import { dataCalls, type ProviderCalls, resourceCalls } from '../../support/iam/provider-calls';
import { statementsOf } from '../../support/iam/role-policies';
import { fixture } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';

const bootstrap = everyBootstrap();
const actionsOf = (role: string) =>
  new Set(
    statementsOf(bootstrap, role)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action = [] }) => Action),
  );
const planned = actionsOf('github_plan');

/** Each type of each environment, with what the provider calls for it. */
const rows = everyEnvironment.flatMap((changes) => {
  const { name: environment = fixture.name } = changes;
  const { resource, data } = synthesized(changes);
  const deployed = actionsOf(`github_deploy_${environment}`);
  const described = (kind: string, types: object, calls: Readonly<Record<string, ProviderCalls>>) =>
    Object.keys(types).map((type) => ({ environment, type: `${kind} ${type}`, calls: calls[type], deployed }));
  return [...described('resource', resource, resourceCalls), ...described('data source', data, dataCalls)];
});

/** What the roles call besides the provider and the documented commands. */
const otherReasons: Readonly<Record<string, readonly string[]>> = {
  'the S3 backend keeps the state and its lock': ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'],
  'npm run destroy lists what has the tags of the environment': ['tag:GetResources'],
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

describe('A role', () => {
  it.each(rows)('that deploys $environment may call what the provider calls for the $type', ({ calls, deployed }) => {
    expect(calls).toBeDefined();
    expect([...(calls?.reads ?? []), ...(calls?.writes ?? [])].filter((action) => !deployed.has(action))).toEqual([]);
  });

  it.each(rows)('that plans $environment may call what the provider reads of the $type', ({ calls }) => {
    expect(calls?.reads.filter((action) => !planned.has(action))).toEqual([]);
  });

  it('may call nothing without a reason', () => {
    const called = rows.flatMap(({ calls }) => [...(calls?.reads ?? []), ...(calls?.writes ?? [])]);
    const ofCommands = Object.values(commands).flatMap((needs) =>
      'calls' in needs ? needs.calls(fixture).map(({ action }) => action) : [],
    );
    const reasons = new Set([...called, ...ofCommands, ...Object.values(otherReasons).flat()]);
    const roles = Object.keys(bootstrap.resource.aws_iam_role ?? {});
    const allowed = new Set(roles.flatMap((role) => [...actionsOf(role)]));
    expect([...allowed].filter((action) => !reasons.has(action))).toEqual([]);
  });
});
