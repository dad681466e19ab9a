import { bucket } from '../../../stacks/app-resources/bucket';
import { queue } from '../../../stacks/app-resources/queue';
import { topic } from '../../../stacks/app-resources/topic';
import type { Environment } from '../../../stacks/environment';
import { everyPreview, type Preview, previewEnvironment } from '../../../stacks/preview';
import { complete } from '../stacks/fixture-bootstrap';
import {
  balanced,
  type Changes,
  existingPrivateNetwork,
  fixture,
  fixtureWith,
  threeTiers,
} from '../stacks/fixture-environment';
import { type SynthesizedStack, synthesized } from '../stacks/synthesized';
import { synthesizedBootstrap } from '../stacks/synthesized-bootstrap';
import type { Statement } from './iam-evaluator';
import { parseStatements, resolveReferences, statementsOf } from './role-policies';

const app = {
  exec: true,
  secrets: {
    API_KEY: { parameter: '/api-key' },
    TOKEN: {
      secret: 'app/token',
      kmsKey: 'arn:aws:kms:eu-central-1:123456789012:key/12345678-1234-1234-1234-123456789012',
    },
  },
};

const resources = { jobs: queue({ app: 'send and receive' }), reports: bucket(), news: topic() };

/**
 * The shipped environments with optional resources: domain, firewall, Spot, ECS Exec, secrets and email. The last one is a `prod` that runs
 * on Fargate in an existing network, and is served by CloudFront.
 */
export const completeEnvironments: readonly Changes[] = [
  {},
  {
    ...balanced,
    compute: { ...fixture.compute, spotPercent: 50 },
    ingress: {
      kind: 'load-balanced',
      domain: { name: 'app.b.example', zone: 'b.example' },
      allowFrom: ['203.0.113.0/24', 'pl-0123456789abcdef0'],
    },
    app,
    resources,
    monitoring: { email: 'ops@example.com' },
  },
  { ...threeTiers, monitoring: { email: 'ops@example.com' } },
  {
    ...threeTiers,
    name: 'prodfargate',
    compute: fixture.compute,
    network: existingPrivateNetwork,
    ingress: {
      kind: 'load-balanced',
      cdn: {},
      domain: { name: 'b.example', zone: 'b.example' },
      allowFrom: ['203.0.113.0/24'],
    },
  },
];

/** The settings of previews that combine the optional resources of the environments above. */
const previews: Preview = {
  base: fixtureWith({
    ...threeTiers,
    ingress: { kind: 'load-balanced', domain: { name: 'app.b.example', zone: 'b.example' } },
    app,
    resources,
    monitoring: { email: 'ops@example.com' },
  }),
  days: 7,
};

/** The settings of one of these previews. */
export const completePreview: Changes = {
  ...previewEnvironment(previews, 'previewpr42', new Date()),
  // A preview cannot have the fixture's table name, which belongs to `dev`.
  table: undefined,
};

/** A role and the statements of its policies. */
export interface RoleWithStatements {
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** Returns the bootstrap of `completeEnvironments` and of previews, with everything that is optional. */
export function completeBootstrap(): SynthesizedStack {
  return synthesizedBootstrap(complete, [...environmentsOf(completeEnvironments), everyPreview(previews)]);
}

/** Returns all roles of the bootstrap and of the environments, and the permissions boundaries. */
export function allRoles(): RoleWithStatements[] {
  const bootstrap = completeBootstrap();
  const boundaries = Object.entries(bootstrap.resource.aws_iam_policy ?? {})
    .filter(([id]) => id.endsWith('_boundary'))
    .map(([name, { policy }]) => ({ name, statements: parseStatements(resolveReferences(bootstrap, policy)) }));
  const own = [...completeEnvironments, completePreview].flatMap((changes) =>
    rolesOf(synthesized(changes), changes.name ?? fixture.name),
  );
  return [...rolesOf(bootstrap, 'bootstrap'), ...boundaries, ...own];
}

export function environmentsOf(changes: readonly Changes[]): readonly Environment[] {
  return changes.map((one) => fixtureWith(one));
}

function rolesOf(stack: SynthesizedStack, owner: string): RoleWithStatements[] {
  return Object.keys(stack.resource.aws_iam_role ?? {}).map((role) => ({
    name: `${role} of ${owner}`,
    statements: JSON.parse(withArns(JSON.stringify(statementsOf(stack, role)))),
  }));
}

/** Example ARNs by the Terraform type of the resource. The example for a database is the ARN of its secret. */
const arns: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: 'arn:aws:logs:eu-central-1:123456789012:log-group:name',
  aws_db_instance: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:name',
  aws_dynamodb_table: 'arn:aws:dynamodb:eu-central-1:123456789012:table/name',
  aws_ecr_repository: 'arn:aws:ecr:eu-central-1:123456789012:repository/name',
  aws_ecs_cluster: 'arn:aws:ecs:eu-central-1:123456789012:cluster/name',
  aws_s3_bucket: 'arn:aws:s3:::name',
};

function withArns(text: string): string {
  return text.replace(/\$\{(aws_\w+)\.[\w.[\]]*arn\}/g, (expression, type: string) => arns[type] ?? expression);
}
