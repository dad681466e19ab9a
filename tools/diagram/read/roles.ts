import type { Drawing } from './drawing';
import { permissionLines } from './permission-lines';
import { type Permission, parseJson, permissionsOf } from './policies';
import { describeResource } from './resource-text';
import type { GraphResource, StackGraph } from './stack-graph';
import { regionGroup } from './vpcs';

interface TrustPolicy {
  readonly Statement?: readonly { readonly Principal?: Readonly<Record<string, string | readonly string[]>> }[];
}

const tokenSenders: Readonly<Record<string, string>> = {
  'token.actions.githubusercontent.com': 'GitHub Actions',
  'app.terraform.io': 'Terraform Cloud',
};

/**
 * Draws a box for each IAM role, with its permissions. An identity provider has an arrow to the roles that programs
 * outside of AWS assume.
 */
export function drawRoles(drawing: Drawing): void {
  const { graph } = drawing;
  for (const provider of graph.of('aws_iam_openid_connect_provider')) drawProvider(drawing, provider);
  for (const role of graph.of('aws_iam_role')) {
    const provider = graph.referenced(role.block.assume_role_policy, 'aws_iam_openid_connect_provider');
    const group = provider ? federatedGroup(drawing, provider) : panelOf(drawing);
    const permissions = permissionsOf(role, graph);
    const name = graph.text(role.block.name);
    const principals = principalsOf(role, graph);
    const lines = [name, principals && `for ${principals}`, ...permissionLines(permissions, graph)];
    drawing.node({ id: role.address, kind: 'security', title: titleOf(role, graph), lines, group }, role);
    if (provider) connectToBuckets(drawing, group, permissions);
  }
}

function panelOf(drawing: Drawing): string {
  return drawing.group({ id: 'roles', kind: 'panel', title: 'IAM roles' });
}

function drawProvider(drawing: Drawing, provider: GraphResource): void {
  const host = hostOf(provider, drawing.graph);
  const sender = `sender ${provider.address}`;
  drawing.node({
    id: sender,
    kind: 'external',
    title: tokenSenders[host] ?? (host || 'Identity provider'),
    lines: ['sends a token'],
  });
  const text = { title: 'OIDC provider', lines: [host] };
  drawing.node({ id: provider.address, kind: 'security', ...text, group: regionGroup }, provider);
  drawing.edge({ from: sender, to: provider.address, label: 'HTTPS 443' });
}

function hostOf({ block }: GraphResource, graph: StackGraph): string {
  return graph.text(block.url).replace('https://', '');
}

function federatedGroup(drawing: Drawing, provider: GraphResource): string {
  const id = `roles ${provider.address}`;
  drawing.edge({ from: provider.address, to: id });
  return drawing.group({ id, kind: 'services', title: 'IAM roles for a valid token', parent: regionGroup });
}

/** Draws the buckets that roles may use, such as the bucket of the state, and arrows to them. */
function connectToBuckets(drawing: Drawing, from: string, permissions: readonly Permission[]): void {
  const { graph } = drawing;
  const buckets = permissions.flatMap(({ resources }) => resources.filter((one) => one.startsWith('aws_s3_bucket.')));
  for (const address of new Set(buckets)) {
    const bucket = graph.find(address);
    if (bucket && drawing.idsOf(bucket).length === 0) {
      const { kind, title, lines } = describeResource(bucket, graph);
      drawing.node({ id: address, kind, title, lines, group: regionGroup }, bucket);
    }
    drawing.edge({ from, to: address });
  }
}

/** Returns the title of a role: `Task role` or `Execution role` if a task definition uses it, and `Role` if none does. */
function titleOf(role: GraphResource, graph: StackGraph): string {
  const definitions = graph.of('aws_ecs_task_definition').map(({ block }) => block);
  const isNamedBy = (argument: string) =>
    definitions.some((one) => graph.referencesIn(one[argument]).includes(role.address));
  if (isNamedBy('task_role_arn')) return 'Task role';
  return isNamedBy('execution_role_arn') ? 'Execution role' : 'Role';
}

function principalsOf(role: GraphResource, graph: StackGraph): string {
  const { Statement = [] } = parseJson(role.block.assume_role_policy) as TrustPolicy;
  const principals = Statement.flatMap(({ Principal = {} }) => Object.values(Principal).flat());
  const names = principals.map((one) => {
    const provider = graph.referenced(one, 'aws_iam_openid_connect_provider');
    return provider ? hostOf(provider, graph) : graph.text(one).replace('.amazonaws.com', '');
  });
  return [...new Set(names)].join(', ');
}
