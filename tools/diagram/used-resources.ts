import type { NodeKind } from './diagram-model';
import type { Drawing } from './drawing';
import { drawEgress, endpointFor } from './egress';
import { serviceTitle } from './network';
import { nameInArn, type Permission, permissionsOf, summarizeActions } from './policies';
import { describeResource, firstNames, maxOfType } from './resource-text';
import { type GraphResource, type StackGraph, totalCount } from './stack-graph';
import { subnetsIn } from './subnets';
import { regionGroup } from './vpcs';

/** A resource that the tasks of a service may use. */
interface Target {
  /** The AWS service: the prefix of the actions, such as `dynamodb`. */
  readonly service: string;
  /** The resource in the stack; undefined for a resource outside of the stack. */
  readonly resource?: GraphResource;
  readonly title: string;
  readonly kind: NodeKind;
  readonly lines: readonly string[];
  /** The actions that may be used on the resource, by user of the resource: `app` or `ECS`. */
  readonly actions: Map<string, string[]>;
}

/** Draws the resources that the roles of the tasks may use, and the arrows to them through the gateways. */
export function drawUsedResources(drawing: Drawing): void {
  const { graph } = drawing;
  for (const service of graph.of('aws_ecs_service')) {
    const definition = graph.referenced(service.block.task_definition, 'aws_ecs_task_definition');
    if (definition === undefined) continue;
    for (const targets of alikeIn(targetsOf(definition, graph))) drawTargets(drawing, service, targets);
  }
}

/** Returns the resources that the roles of a task definition may use. Those outside of the stack are identified by ARN. */
function targetsOf({ block }: GraphResource, graph: StackGraph): readonly Target[] {
  const targets = new Map<string, Target>();
  for (const [argument, who] of [
    ['task_role_arn', 'app'],
    ['execution_role_arn', 'ECS'],
  ] as const) {
    const role = graph.referenced(block[argument], 'aws_iam_role');
    for (const permission of role ? permissionsOf(role, graph) : []) {
      for (const address of permission.resources) {
        addActions(targets, `${permission.service} ${address}`, who, permission, () =>
          stackTarget(permission.service, address, graph),
        );
      }
      for (const arn of permission.others)
        addActions(targets, arn, who, permission, () => outsideTarget(permission.service, arn));
    }
  }
  return [...targets.values()];
}

/**
 * Groups the targets by box. Many targets of one type that are used in the same way share a box. Any other target has
 * its own box.
 */
function alikeIn(targets: readonly Target[]): readonly (readonly Target[])[] {
  const groups = new Map<string, Target[]>();
  for (const target of targets) {
    const key = JSON.stringify([target.service, target.resource?.type, target.title, usesOf(target)]);
    groups.set(key, [...(groups.get(key) ?? []), target]);
  }
  return [...groups.values()].flatMap((alike) => (alike.length > maxOfType ? [alike] : alike.map((one) => [one])));
}

/** Returns a line for each user of a target, with the kinds of access, such as `app reads, writes`. */
function usesOf({ actions }: Target): readonly string[] {
  return [...actions].map(([who, own]) => `${who} ${summarizeActions(own)}`);
}

function addActions(
  targets: Map<string, Target>,
  key: string,
  who: string,
  { actions }: Permission,
  create: () => Target,
): void {
  const target = targets.get(key) ?? create();
  target.actions.set(who, [...(target.actions.get(who) ?? []), ...actions]);
  targets.set(key, target);
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

/** Draws one box for targets that are used in the same way. */
function drawTargets(drawing: Drawing, service: GraphResource, targets: readonly Target[]): void {
  const { graph } = drawing;
  const [target] = targets;
  // A database already has a box in the VPC, and an arrow for the rule of its security group.
  if (target === undefined || (target.resource?.type === 'aws_db_instance' && target.service === 'rds-db')) return;
  const subnets = subnetsIn(graph, service.block.network_configuration);
  const endpoint = endpointFor(graph, target.service, subnets);
  const group = endpoint
    ? drawing.group(
        {
          id: `services ${target.service}`,
          kind: 'services',
          title: `${serviceTitle(target.service)}, VPC endpoint`,
          parent: regionGroup,
        },
        endpoint,
      )
    : drawing.group({ id: 'services', kind: 'services', title: 'AWS services, over HTTPS', parent: regionGroup });
  const resources = targets.flatMap(({ resource }) => resource ?? []);
  if (resources.length < targets.length || resources.some((one) => drawing.idsOf(one).length === 0)) {
    const id = target.resource?.address ?? `${target.service} ${target.lines[0]}`;
    const { kind, title, lines } = target;
    const names = targets.map((one) => one.lines[0] ?? '');
    const count = targets.length - resources.length + totalCount(resources);
    const text = targets.length === 1 ? { title, lines } : { title: `${title} ×${count}`, lines: firstNames(names) };
    drawing.node({ id, kind, title: text.title, lines: [...text.lines, ...usesOf(target)], group }, ...resources);
  }
  drawEgress(drawing, service, { group, hasEndpoint: endpoint !== undefined });
}
