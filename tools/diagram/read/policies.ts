import type { GraphResource, StackGraph } from './stack-graph';

/** One permission of a role: actions of one AWS service on resources. */
export interface Permission {
  /** The service: the prefix of the actions, such as `dynamodb`. */
  readonly service: string;
  /** The names of the actions without the prefix, such as `GetItem`. */
  readonly actions: readonly string[];
  /** The addresses of the resources in the stack. */
  readonly resources: readonly string[];
  /** The ARNs that match no resource of the stack. `*` is left out. */
  readonly others: readonly string[];
}

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
}

/** Returns the permissions in the policies of a role. Only policies in the stack are read. */
export function permissionsOf(role: GraphResource, graph: StackGraph): readonly Permission[] {
  const policies = [
    ...graph.of('aws_iam_role_policy').filter(({ block }) => graph.referencesIn(block.role).includes(role.address)),
    ...graph
      .of('aws_iam_role_policy_attachment')
      .filter(({ block }) => graph.referencesIn(block.role).includes(role.address))
      .flatMap(({ block }) => graph.referenced(block.policy_arn, 'aws_iam_policy') ?? []),
  ];
  return policies.flatMap(({ block }) => statementsOf(block.policy)).flatMap((one) => permissionsIn(one, graph));
}

function statementsOf(policy: unknown): readonly Statement[] {
  const { Statement: statements = [] } = parseJson(policy) as { Statement?: Statement | readonly Statement[] };
  return listOf(statements).filter(({ Effect }) => Effect === 'Allow');
}

function permissionsIn({ Action, Resource }: Statement, graph: StackGraph): readonly Permission[] {
  const actions = listOf(Action ?? []);
  const targets = listOf(Resource ?? []);
  const services = [...new Set(actions.map((action) => action.split(':')[0] ?? ''))];
  return services.map((service) => toPermission(service, { actions, targets }, graph));
}

function toPermission(
  service: string,
  { actions, targets }: { readonly actions: readonly string[]; readonly targets: readonly string[] },
  graph: StackGraph,
): Permission {
  const found = targets.map((arn) => ({
    arn,
    resources: [...resourcesIn(arn, graph), ...namedIn(arn, service, graph)],
  }));
  return {
    service,
    actions: actions
      .filter((action) => action.startsWith(`${service}:`))
      .map((action) => action.slice(service.length + 1)),
    resources: [...new Set(found.flatMap(({ resources }) => resources))],
    others: found
      .filter(({ arn, resources }) => arn !== '*' && resources.length === 0)
      .map(({ arn }) => graph.text(arn)),
  };
}

/**
 * Returns the addresses of a service's resources that an ARN names. For example, `arn:aws:sqs:…:jobs` names a queue, and
 * `arn:aws:s3:::reports/*` names a bucket.
 */
function namedIn(arn: string, service: string, graph: StackGraph): readonly string[] {
  const names = graph
    .text(arn)
    .split(/[:/]/)
    .slice(5)
    .filter((name) => name !== '');
  const prefix = `aws_${service}_`;
  // A part of a resource, such as the policy of a bucket, refers to the resource by name. Such parts are left out.
  const isPart = (name: unknown) => graph.referencesIn(name).some((address) => address.startsWith(prefix));
  return graph.resources
    .filter(({ type }) => type.startsWith(prefix))
    .map(({ address, block }) => ({ address, name: block.name ?? block.bucket }))
    .filter(({ name }) => names.includes(graph.text(name)) && !isPart(name))
    .map(({ address }) => address);
}

/**
 * Returns the name in the ARN of a resource outside of the stack. Removes the final `-??????`, which in IAM policies
 * matches the random suffix of a secret's ARN.
 */
export function nameInArn(arn: string): string {
  const resource = arn.split(':').slice(5).join(':');
  return resource.replace(/^secret:|^parameter(?=\/)|-\?{6}$/g, '');
}

function resourcesIn(value: unknown, graph: StackGraph): readonly string[] {
  return graph.referencesIn(value).filter((address) => !address.startsWith('data.aws_caller_identity'));
}

/** Parses JSON. @returns an empty object for a string that is not JSON, such as an expression */
export function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return {};
  }
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}
