import type { Drawing } from './drawing';
import { ownerOf } from './ownership';
import { describeResource, firstNames, maxOfType } from './resource-text';
import { type GraphResource, type StackGraph, totalCount } from './stack-graph';

/** The types of resources that always share one box. */
const listedTypes = ['aws_cloudwatch_log_group', 'aws_cloudwatch_metric_alarm', 'aws_ssm_parameter'];

/** Draws all resources that the other steps have not drawn: monitoring, parameters, and types that the diagram does not know. */
export function drawOtherResources(drawing: Drawing): void {
  const byType = new Map<string, GraphResource[]>();
  for (const resource of drawing.rest()) {
    if (resource.type === stateOnly) continue;
    byType.set(resource.type, [...(byType.get(resource.type) ?? []), resource]);
  }
  for (const resources of byType.values()) {
    const watching = resources.filter((one) => isMonitoring(drawing, one));
    if (watching.length > 0) drawTogether(drawing, watching, monitoringGroup(drawing));
    const others = resources.filter((one) => !watching.includes(one));
    if (others.length > 0) drawTogether(drawing, others, otherGroup(drawing));
  }
}

/** The type of the resources that exist only in Terraform's state. */
export const stateOnly = 'terraform_data';

function monitoringGroup(drawing: Drawing): string {
  return drawing.group({ id: 'monitoring', kind: 'panel', title: 'Logs and alarms' });
}

function otherGroup(drawing: Drawing): string {
  return drawing.group({ id: 'others', kind: 'panel', title: 'Other resources' });
}

/** Whether a resource belongs to CloudWatch, or is a topic for alarms or a bucket for the logs of a load balancer. */
function isMonitoring({ graph }: Drawing, { type, address }: GraphResource): boolean {
  if (type.startsWith('aws_cloudwatch_')) return true;
  const users = graph.resources.filter((one) => one.type === 'aws_cloudwatch_metric_alarm' || one.type === 'aws_lb');
  return users.some(({ block }) => ownersIn(graph, [block.alarm_actions, block.access_logs]).includes(address));
}

/** Returns the addresses of the resources to which arguments refer. For a part of a resource, returns the address of the whole. */
function ownersIn(graph: StackGraph, arguments_: unknown): readonly string[] {
  const named = graph.referencesIn(arguments_).flatMap((one) => graph.find(one) ?? []);
  return named.map((one) => ownerOf(one, graph).address);
}

/** Draws the resources of one type: a few in separate boxes, or many in one box that lists their names. */
function drawTogether(drawing: Drawing, resources: readonly GraphResource[], group: string): void {
  const { graph } = drawing;
  const [first] = resources;
  if (first === undefined) return;
  const { kind, title } = describeResource(first, graph);
  const isList = resources.length > 1 && (listedTypes.includes(first.type) || resources.length > maxOfType);
  if (!isList) {
    for (const one of resources) drawing.node({ id: one.address, ...textOf(one, graph), group }, one);
    return;
  }
  const names = resources.map((one) => describeResource(one, graph).name);
  const id = `${group} ${first.type}`;
  const text = { title: `${title} ×${totalCount(resources)}`, lines: firstNames(names) };
  drawing.node({ id, kind, ...text, group }, ...resources);
}

function textOf(resource: GraphResource, graph: StackGraph) {
  const { kind, title, lines } = describeResource(resource, graph);
  return { kind, title, lines };
}
