import { blocksOf } from '../../shared/synthesized-stack';
import type { Drawing } from './drawing';
import { parseJson } from './policies';
import type { GraphResource, StackGraph } from './stack-graph';
import { subnetsIn } from './subnet-graph';
import { framesOf } from './subnets';
import { countIn, limitsOf, taskLimits } from './task-counts';
import { vpcGroupOf } from './vpcs';

interface Container {
  readonly name: string;
  readonly essential?: boolean;
}

/** Draws a box for the tasks of each service in each of its subnets, and frames for the hosts on which they run. */
export function drawCompute(drawing: Drawing): void {
  const { graph } = drawing;
  for (const service of graph.of('aws_ecs_service')) drawTasks(drawing, service);
  for (const group of graph.of('aws_autoscaling_group')) {
    if (drawing.idsOf(group).length > 0) continue;
    const text = { title: 'EC2 instances', lines: [countIn(limitsOf(graph, group), 1, 'instance')] };
    drawing.node({ id: group.address, kind: 'compute', ...text, group: vpcGroupOf(drawing, group.block) }, group);
  }
  for (const instance of graph.of('aws_instance')) {
    const template = graph.referenced(instance.block.launch_template, 'aws_launch_template');
    const type = graph.text(instance.block.instance_type ?? template?.block.instance_type);
    const lines = [graph.text((instance.block.tags as { readonly Name?: unknown } | undefined)?.Name), type];
    const [subnet] = framesOf(drawing, subnetsIn(graph, instance.block.subnet_id));
    const group = subnet ?? vpcGroupOf(drawing, instance.block);
    drawing.node({ id: instance.address, kind: 'compute', title: 'EC2 instance', lines, group }, instance);
  }
}

function drawTasks(drawing: Drawing, service: GraphResource): void {
  const { graph } = drawing;
  const found = framesOf(drawing, subnetsIn(graph, service.block.network_configuration));
  const frames = found.length > 0 ? found : [vpcGroupOf(drawing, service.block.network_configuration)];
  const hosts = hostsOf(graph, service);
  const count = countIn(taskLimits(graph, service), frames.length, 'task');
  const here = count !== '' && frames.length > 1 ? ' here' : '';
  const name = graph.of('aws_ecs_service').length > 1 ? [`service ${graph.text(service.block.name)}`] : [];
  const lines = [...name, `${count}${here}`, ...taskLines(graph, service)];
  for (const frame of frames) {
    const group = hosts ? drawHosts(drawing, hosts, { frame, frames: frames.length }) : frame;
    const id = `${service.address} ${frame}`;
    drawing.node({ id, kind: 'compute', title: titleOf(hosts, service), lines, group }, service);
  }
}

/**
 * Draws a frame for the hosts inside another frame.
 * @param place the outer frame, and the number of frames among which the hosts are spread
 */
function drawHosts(
  drawing: Drawing,
  hosts: GraphResource,
  { frame, frames }: { readonly frame: string; readonly frames: number },
): string {
  const { graph } = drawing;
  const template = graph.referenced(hosts.block.launch_template, 'aws_launch_template');
  const type = `EC2 ${graph.text(template?.block.instance_type)}`.trim();
  const count = countIn(limitsOf(graph, hosts), frames, 'host');
  const title = count === '' ? type : `${type}: ${count}`;
  return drawing.group({ id: `${hosts.address} ${frame}`, kind: 'hosts', title, parent: frame }, hosts);
}

function titleOf(hosts: GraphResource | undefined, { block }: GraphResource): string {
  const spot = blocksOf(block.capacity_provider_strategy, 'capacity_provider_strategy').find(
    ({ capacity_provider: name }) => name === 'FARGATE_SPOT',
  );
  if (hosts) return 'ECS tasks';
  return Number(spot?.weight ?? 0) > 0 ? 'ECS tasks on Fargate and Spot' : 'ECS tasks on Fargate';
}

function taskLines(graph: StackGraph, { block }: GraphResource): readonly string[] {
  const definition = graph.referenced(block.task_definition, 'aws_ecs_task_definition')?.block ?? {};
  const { cpu, memory, runtime_platform: platform, container_definitions: containers } = definition;
  const [{ cpu_architecture: architecture = '' } = {}] = blocksOf(platform, 'runtime_platform');
  const parsed = parseJson(containers);
  const names = (Array.isArray(parsed) ? (parsed as Container[]) : []).map(({ name }) => name);
  const size = [cpu && `${graph.text(cpu)} CPU units`, memory && `${graph.text(memory)} MiB`, architecture];
  return [
    size.filter(Boolean).join(', '),
    names.length === 0
      ? ''
      : `${names.length > 1 ? 'containers' : 'container'} ${[...names].reverse().join(', then ')}`,
  ];
}

/** Returns the autoscaling group whose hosts run a service's tasks; undefined on Fargate. */
function hostsOf(graph: StackGraph, { block }: GraphResource): GraphResource | undefined {
  const provider = graph.referenced(block.capacity_provider_strategy, 'aws_ecs_capacity_provider');
  return provider && graph.referenced(provider.block, 'aws_autoscaling_group');
}
