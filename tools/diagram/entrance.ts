import { blocksOf } from '../shared/synthesized-stack';
import type { Drawing } from './drawing';
import { frameOfSubnets, regionGroup, subnetsIn, vpcGroupOf } from './network';
import type { StackGraph, StackResource } from './stack-graph';

/** The id of the box for the clients of the app. */
export const clients = 'clients';
const edgeGroup = 'edge';

/** Draws what requests pass before they reach the tasks: DNS, the CDN, the firewall, the load balancer. */
export function drawEntrance(drawing: Drawing): void {
  const { graph } = drawing;
  for (const cdn of graph.of('aws_cloudfront_distribution')) drawDistribution(drawing, cdn);
  for (const balancer of graph.of('aws_lb')) drawLoadBalancer(drawing, balancer);
  for (const firewall of graph.of('aws_wafv2_web_acl')) drawFirewall(drawing, firewall);
  drawDatabases(drawing);
}

/** Draws the clients, and an arrow for each rule of a security group. */
export function drawConnections(drawing: Drawing): void {
  const { graph } = drawing;
  const networks = new Set<string>();
  for (const rule of graph.of('aws_vpc_security_group_ingress_rule')) {
    const { block } = rule;
    const sources = sourcesOf(drawing, block);
    const network = graph.text(block.cidr_ipv4 ?? block.cidr_ipv6 ?? block.prefix_list_id);
    if (sources.includes(clients)) networks.add(network);
    const label = portLabel(graph, rule);
    for (const to of drawing.idsOf(rule)) {
      for (const from of sources) connect(drawing, from, to, label);
    }
  }
  for (const cdn of graph.of('aws_cloudfront_distribution')) connect(drawing, clients, cdn.address, 'HTTPS 443');
  drawClients(drawing, [...networks]);
}

function drawClients(drawing: Drawing, networks: readonly string[]): void {
  const { graph } = drawing;
  const hasEntrance = networks.length > 0 || graph.of('aws_cloudfront_distribution').length > 0;
  if (!hasEntrance) return;
  const limited = networks.filter((network) => network !== '0.0.0.0/0' && network !== '::/0');
  const lines = limited.length > 0 ? ['only from', ...limited] : ['the internet'];
  drawing.node({ id: clients, kind: 'external', title: 'Clients', lines });
  const records = graph.of('aws_route53_record').filter(({ block }) => 'alias' in block);
  if (records.length === 0) return;
  const names = [...new Set(records.map(({ block }) => graph.text(block.name)))];
  drawing.node({ id: 'dns', kind: 'entry', title: 'Route 53', lines: names }, ...records);
  drawing.edge({ from: clients, to: 'dns', kind: 'lookup', label: 'DNS' });
}

/** An arrow from the clients passes the firewall and the internet gateway, if there are any. */
function connect(drawing: Drawing, from: string, to: string, label: string): void {
  const { graph } = drawing;
  const firewall = from === clients ? firewallOf(graph, to) : undefined;
  const gateway =
    from === clients && !to.startsWith('aws_cloudfront') ? graph.of('aws_internet_gateway')[0] : undefined;
  const stations = [from, gateway?.address, firewall?.address, to].filter((id) => id !== undefined);
  for (const [index, station] of stations.slice(1).entries()) {
    drawing.edge({ from: stations[index] ?? from, to: station, ...(index === 0 && { label }) });
  }
}

function firewallOf(graph: StackGraph, target: string): StackResource | undefined {
  const association = graph
    .of('aws_wafv2_web_acl_association')
    .find(({ block }) => graph.referencesIn(block.resource_arn).includes(target));
  const used = association?.block.web_acl_arn ?? graph.find(target)?.block.web_acl_id;
  return graph.referenced(used, 'aws_wafv2_web_acl');
}

/** The ids of the boxes that a rule allows to connect. */
function sourcesOf(drawing: Drawing, block: StackResource['block']): readonly string[] {
  const { graph } = drawing;
  const group = graph.referenced(block.referenced_security_group_id, 'aws_security_group');
  if (group) return drawing.idsOf(group);
  const list = graph.referenced(block.prefix_list_id, 'data.aws_ec2_managed_prefix_list');
  if (list && String(list.block.name).includes('cloudfront')) {
    return graph.of('aws_cloudfront_distribution').map(({ address }) => address);
  }
  return [clients];
}

const protocols: Readonly<Record<string, string>> = { 80: 'HTTP', 443: 'HTTPS', 5432: 'PostgreSQL', 6379: 'Redis' };

/** Such as `HTTP 5000`, from the port and from the protocol of a listener or target group. */
function portLabel(graph: StackGraph, { block }: StackResource): string {
  const [from, to] = [graph.text(block.from_port), graph.text(block.to_port)];
  const ports = from === to ? from : `${from} to ${to}`;
  const definitions = graph.of('aws_ecs_task_definition').map(({ block: one }) => String(one.container_definitions));
  const isHttp = definitions.some((one) => one.includes(`"containerPort":${from},`));
  const protocol = protocols[from] ?? (isHttp ? 'HTTP' : graph.text(block.ip_protocol).toUpperCase());
  return `${protocol} ${ports}`;
}

function drawDistribution(drawing: Drawing, cdn: StackResource): void {
  const { graph } = drawing;
  const group = drawing.group({ id: edgeGroup, kind: 'global', title: 'Edge locations' });
  const aliases = (cdn.block.aliases as readonly string[] | undefined) ?? ['*.cloudfront.net'];
  const lines = [...aliases.map((alias) => graph.text(alias)), 'redirects HTTP to HTTPS'];
  drawing.node({ id: cdn.address, kind: 'entry', title: 'CloudFront distribution', lines, group }, cdn);
}

function drawLoadBalancer(drawing: Drawing, balancer: StackResource): void {
  const { graph } = drawing;
  const { block, address } = balancer;
  const subnets = subnetsIn(graph, block.subnets);
  const zones = subnets.some((one) => one.startsWith('data.')) ? 'in each zone' : `in ${subnets.length} zones`;
  const listeners = graph
    .of('aws_lb_listener')
    .filter((one) => graph.referencesIn(one.block.load_balancer_arn).includes(address));
  const certificate = listeners.some((one) => one.block.certificate_arn !== undefined) ? ['with a certificate'] : [];
  const title = block.internal === true ? 'Internal load balancer' : 'Load balancer';
  const name = block.name === undefined ? [] : [graph.text(block.name)];
  const lines = [...name, `in a subnet ${zones}`.replace('a subnet in each', 'each'), ...certificate];
  drawing.node({ id: address, kind: 'entry', title, lines, group: vpcGroupOf(drawing, block) }, balancer);
}

function drawFirewall(drawing: Drawing, firewall: StackResource): void {
  const { graph } = drawing;
  const rules = blocksOf(firewall.block.rule, 'rule').length;
  const isGlobal = firewall.block.scope === 'CLOUDFRONT';
  const guarded = graph
    .of('aws_wafv2_web_acl_association')
    .find(({ block }) => graph.referencesIn(block.web_acl_arn).includes(firewall.address));
  const group = isGlobal
    ? drawing.group({ id: edgeGroup, kind: 'global', title: 'Edge locations' })
    : groupOfTarget(drawing, guarded);
  drawing.node({ id: firewall.address, kind: 'security', title: 'WAF', lines: [`${rules} rules`], group }, firewall);
}

function groupOfTarget(drawing: Drawing, association: StackResource | undefined): string {
  const target = association && drawing.graph.referenced(association.block.resource_arn, 'aws_lb');
  return target ? vpcGroupOf(drawing, target.block) : regionGroup;
}

function drawDatabases(drawing: Drawing): void {
  const { graph } = drawing;
  for (const database of graph.of('aws_db_instance')) {
    const { block } = database;
    const group = graph.referenced(block.db_subnet_group_name, 'aws_db_subnet_group');
    const title = block.engine === 'postgres' ? 'RDS for PostgreSQL' : `RDS for ${graph.text(block.engine)}`;
    const size = `${graph.text(block.instance_class)}, ${graph.text(block.allocated_storage)} GiB`;
    const zones = block.multi_az === true ? 'standby in another zone' : 'in one of these subnets';
    const lines = [graph.text(block.identifier), size, zones];
    const subnets = subnetsIn(graph, group?.block.subnet_ids);
    const parent = frameOfSubnets(drawing, subnets) ?? vpcGroupOf(drawing, group?.block ?? block);
    drawing.node({ id: database.address, kind: 'store', title, lines, group: parent }, database);
  }
}
