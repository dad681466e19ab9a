import type { NodeKind } from '../diagram-model';
import { summarizeActions } from './action-verbs';
import { nameInArn, type Permission, permissionsOf } from './policies';
import { describeResource, maxOfType } from './resource-text';
import type { GraphResource, StackGraph } from './stack-graph';

/** A resource that the tasks of a service may use. */
export interface Target {
  /** The AWS service: the prefix of the actions, such as `dynamodb`. */
  readonly service: string;
  /** The resource in the stack; undefined for a resource outside of the stack. */
  readonly resource?: GraphResource;
  readonly title: string;
  readonly kind: NodeKind;
  readonly lines: readonly string[];
  /** The actions allowed on the resource, keyed by the caller: `app` or `ECS`. */
  readonly actions: Map<string, string[]>;
}

/** Returns the resources that the roles of a task definition may use. Those outside of the stack are identified by ARN. */
export function targetsOf({ block }: GraphResource, graph: StackGraph): readonly Target[] {
  const targets = new Map<string, Target>();
  for (const [argument, user] of [
    ['task_role_arn', 'app'],
    ['execution_role_arn', 'ECS'],
  ] as const) {
    const role = graph.referenced(block[argument], 'aws_iam_role');
    for (const permission of role ? permissionsOf(role, graph) : []) {
      for (const [key, found] of targetsIn(permission, graph)) {
        const target = targets.get(key) ?? found;
        target.actions.set(user, [...(target.actions.get(user) ?? []), ...permission.actions]);
        targets.set(key, target);
      }
    }
  }
  return [...targets.values()];
}

/**
 * Groups the targets by box. Many targets of one type that are used in the same way share a box. Any other target has
 * its own box.
 */
export function alikeIn(targets: readonly Target[]): readonly (readonly Target[])[] {
  const groups = new Map<string, Target[]>();
  for (const target of targets) {
    const key = JSON.stringify([target.service, target.resource?.type, target.title, usesOf(target)]);
    groups.set(key, [...(groups.get(key) ?? []), target]);
  }
  return [...groups.values()].flatMap((alike) => (alike.length > maxOfType ? [alike] : alike.map((one) => [one])));
}

/** Returns a line for each user of a target, with the kinds of access, such as `app reads, writes`. */
export function usesOf({ actions }: Target): readonly string[] {
  return [...actions].map(([who, own]) => `${who} ${summarizeActions(own)}`);
}

/**
 * Returns a target for each resource in a permission, with the key that identifies the target. Its `actions` are empty.
 */
function targetsIn({ service, resources, others }: Permission, graph: StackGraph): readonly [string, Target][] {
  return [
    ...resources.map((address): [string, Target] => [`${service} ${address}`, stackTarget(service, address, graph)]),
    ...others.map((arn): [string, Target] => [arn, outsideTarget(service, arn)]),
  ];
}

function stackTarget(service: string, address: string, graph: StackGraph): Target {
  const resource = graph.find(address);
  const described = describeResource(resource ?? { address, type: address, block: {} }, graph);
  // In Terraform, the secret of a database is not a resource of its own, but an attribute of the database.
  if (service === 'secretsmanager' && resource?.type === 'aws_db_instance') {
    return { service, title: 'Secret', kind: 'security', lines: [`of ${described.name}`], actions: new Map() };
  }
  return { service, ...described, ...(resource && { resource }), actions: new Map() };
}

const serviceNames: Readonly<Record<string, string>> = { ssm: 'Parameter', secretsmanager: 'Secret', s3: 'S3' };

function outsideTarget(service: string, arn: string): Target {
  const name = nameInArn(arn);
  return {
    service,
    title: serviceNames[service] ?? service.toUpperCase(),
    kind: 'other',
    lines: [name, 'not in this stack'],
    actions: new Map(),
  };
}
