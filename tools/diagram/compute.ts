import { blocksOf } from '../shared/synthesized-stack';
import type { Drawing } from './drawing';
import { regionGroup, subnetsIn, vpcGroupOf } from './network';
import { parseJson } from './policies';
import type { GraphResource, StackGraph } from './stack-graph';

interface Container {
  readonly name: string;
  readonly essential?: boolean;
}

/** Draws the tasks of each service, once in each of its subnets, and the hosts around them. */
export function drawCompute(drawing: Drawing): void {
  const { graph } = drawing;
  for (const service of graph.of('aws_ecs_service')) drawTasks(drawing, service);
  for (const group of graph.of('aws_autoscaling_group')) {
    if (drawing.idsOf(group).length > 0) continue;
    const [title, lines] = ['EC2 instances', [`${limitsOf(group, 1)} instances`]];
    const parent = vpcGroupOf(drawing, group.block);
    drawing.node({ id: group.address, kind: 'compute', title, lines, group: parent }, group);
  }
  for (const instance of graph.of('aws_instance')) {
    const template = graph.referenced(instance.block.launch_template, 'aws_launch_template');
    const type = graph.text(instance.block.instance_type ?? template?.block.instance_type);
    const lines = [type, 'for operators'];
    const group = subnetsIn(graph, instance.block.subnet_id)[0] ?? vpcGroupOf(drawing, instance.block);
    drawing.node({ id: instance.address, kind: 'compute', title: 'EC2 instance', lines, group }, instance);
  }
}

function drawTasks(drawing: Drawing, service: GraphResource): void {
  const { graph } = drawing;
  const subnets = subnetsIn(graph, service.block.network_configuration);
  const hosts = hostsOf(graph, service);
  const limits = taskLimits(graph, service);
  for (const subnet of subnets.length > 0 ? subnets : [regionGroup]) {
    const zones = subnet.startsWith('data.') ? 1 : subnets.length;
    const group = hosts ? drawHosts(drawing, hosts, subnet, zones) : subnet;
    const [title = '', ...lines] = [titleOf(hosts, service), ...taskLines(graph, service)];
    const count = `${perZone(limits, zones)}${zones > 1 ? ' here' : ''}`;
    drawing.node(
      { id: `${service.address} ${subnet}`, kind: 'compute', title, lines: [count, ...lines], group },
      service,
    );
  }
}

function drawHosts(drawing: Drawing, hosts: GraphResource, subnet: string, zones: number): string {
  const { graph } = drawing;
  const template = graph.referenced(hosts.block.launch_template, 'aws_launch_template');
  const limits = [Number(hosts.block.min_size), Number(hosts.block.max_size)] as const;
  const title = `EC2 ${graph.text(template?.block.instance_type)}: ${perZone(limits, zones, 'host')}`;
  return drawing.group({ id: `${hosts.address} ${subnet}`, kind: 'hosts', title, parent: subnet }, hosts);
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
  return [
    `${graph.text(cpu)} CPU units, ${graph.text(memory)} MiB, ${architecture}`,
    `${names.length > 1 ? 'containers' : 'container'} ${[...names].reverse().join(', then ')}`,
  ];
}

/** Returns the autoscaling group whose hosts run the tasks; undefined on Fargate. */
function hostsOf(graph: StackGraph, { block }: GraphResource): GraphResource | undefined {
  const provider = graph.referenced(block.capacity_provider_strategy, 'aws_ecs_capacity_provider');
  return provider && graph.referenced(provider.block, 'aws_autoscaling_group');
}

function taskLimits(graph: StackGraph, { block, address }: GraphResource): readonly [min: number, max: number] {
  const target = graph.of('aws_appautoscaling_target').find((one) => graph.referencesIn(one.block).includes(address));
  const desired = Number(block.desired_count ?? 1);
  return [Number(target?.block.min_capacity ?? desired), Number(target?.block.max_capacity ?? desired)];
}

/** Returns the number in each zone if ECS spreads it over all zones, such as `1 to 2 tasks`. */
function perZone([min, max]: readonly [number, number], zones: number, noun = 'task'): string {
  const [least, most] = [Math.floor(min / zones), Math.ceil(max / zones)];
  if (least === most) return `${most} ${noun}${most === 1 ? '' : 's'}`;
  return `${least} ${most - least === 1 ? 'or' : 'to'} ${most} ${noun}s`;
}

function limitsOf({ block }: GraphResource, zones: number): string {
  return perZone([Number(block.min_size), Number(block.max_size)], zones, '').trim();
}
