import type { Drawing } from './drawing';
import { drawEgress, endpointFor } from './egress';
import { serviceTitle } from './network';
import { firstNames } from './resource-text';
import { type GraphResource, totalCount } from './stack-graph';
import { subnetsIn } from './subnet-graph';
import { alikeIn, type Target, targetsOf, usesOf } from './used-targets';
import { regionGroup } from './vpcs';

/** Draws the resources that the roles of the tasks may use, and the arrows to them through the gateways. */
export function drawUsedResources(drawing: Drawing): void {
  const { graph } = drawing;
  for (const service of graph.of('aws_ecs_service')) {
    const definition = graph.referenced(service.block.task_definition, 'aws_ecs_task_definition');
    if (definition === undefined) continue;
    for (const targets of alikeIn(targetsOf(definition, graph))) drawTargets(drawing, service, targets);
  }
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
