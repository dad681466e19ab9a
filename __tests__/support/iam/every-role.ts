import type { Environment } from '../../../stacks/environment';
import { complete } from '../stacks/fixture-bootstrap';
import { balanced, type Changes, fixture, fixtureWith, threeTiers } from '../stacks/fixture-environment';
import { type SynthesizedStack, synthesized } from '../stacks/synthesized';
import { synthesizedBootstrap } from '../stacks/synthesized-bootstrap';
import type { Statement } from './iam';
import { resolved, statementsIn, statementsOf } from './role-policies';

/** The shipped environments with all that one more line brings: domain, firewall, Spot, exec, e-mail; and `prod` on Fargate. */
export const everyEnvironment: readonly Changes[] = [
  {},
  {
    ...balanced,
    compute: { ...fixture.compute, spotPercent: 50 },
    ingress: { kind: 'load-balanced', domain: { name: 'app.b.example', zone: 'b.example' } },
    app: { exec: true },
    monitoring: { email: 'ops@example.com' },
  },
  { ...threeTiers, monitoring: { email: 'ops@example.com' } },
  {
    ...threeTiers,
    name: 'prodfargate',
    compute: fixture.compute,
    ingress: { kind: 'load-balanced', domain: { name: 'b.example', zone: 'b.example' } },
  },
];

/** One role, and what it may do. */
export interface RoleWithStatements {
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** The bootstrap with every part and every environment. */
export function everyBootstrap(): SynthesizedStack {
  return synthesizedBootstrap(complete, environmentsOf(everyEnvironment));
}

/** Every role of the bootstrap and of all environments, and the boundaries of these. */
export function everyRole(): RoleWithStatements[] {
  const bootstrap = everyBootstrap();
  const boundaries = Object.entries(bootstrap.resource.aws_iam_policy ?? {})
    .filter(([id]) => id.endsWith('_boundary'))
    .map(([name, { policy }]) => ({ name, statements: statementsIn(resolved(bootstrap, policy)) }));
  const own = everyEnvironment.flatMap((changes) => rolesOf(synthesized(changes), changes.name ?? fixture.name));
  return [...rolesOf(bootstrap, 'bootstrap'), ...boundaries, ...own];
}

export function environmentsOf(changes: readonly Changes[]): readonly Environment[] {
  return changes.map((one) => fixtureWith(one));
}

function rolesOf(stack: SynthesizedStack, owner: string): RoleWithStatements[] {
  return Object.keys(stack.resource.aws_iam_role ?? {}).map((role) => ({
    name: `${owner}'s ${role}`,
    statements: JSON.parse(withArns(JSON.stringify(statementsOf(stack, role)))),
  }));
}

/** What AWS calls the things whose ARNs it gives, by their type in Terraform. */
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
