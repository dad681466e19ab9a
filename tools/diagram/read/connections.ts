import { blocksOf } from '../../shared/synthesized-stack';
import { allowsOnlyIpSet } from '../../shared/web-acl';
import type { DiagramEdge } from '../diagram-model';
import type { Drawing } from './drawing';
import type { GraphResource, StackGraph } from './stack-graph';

/** The id of the box for the clients of the app. */
export const clients = 'clients';

/** Draws the box of the clients, and an arrow for each rule of a security group that lets traffic in. */
export function drawConnections(drawing: Drawing): void {
  const { graph } = drawing;
  const networks = new Set<string>();
  for (const rule of graph.of('aws_vpc_security_group_ingress_rule')) {
    const { block } = rule;
    const sources = sourcesOf(drawing, block);
    if (sources.includes(clients)) networks.add(networkOf(graph, block));
    const label = portLabel(graph, rule);
    for (const to of drawing.idsOf(rule)) {
      for (const from of sources) connect(drawing, { from, to, label });
    }
  }
  for (const cdn of graph.of('aws_cloudfront_distribution')) {
    connect(drawing, { from: clients, to: cdn.address, label: 'HTTPS 443' });
    for (const network of networksOfCdn(graph, cdn)) networks.add(network);
  }
  drawClients(drawing, [...networks]);
}

function drawClients(drawing: Drawing, networks: readonly string[]): void {
  const { graph } = drawing;
  const hasIngress = networks.length > 0 || graph.of('aws_cloudfront_distribution').length > 0;
  if (!hasIngress) return;
  const limited = networks.filter((network) => network !== '0.0.0.0/0' && network !== '::/0');
  const lines = limited.length > 0 ? ['only from', ...limited] : ['the internet'];
  drawing.node({ id: clients, kind: 'external', title: 'Clients', lines });
  const records = graph.of('aws_route53_record').filter(({ block }) => 'alias' in block);
  if (records.length === 0) return;
  const names = [...new Set(records.map(({ block }) => graph.text(block.name)))];
  drawing.node({ id: 'dns', kind: 'entry', title: 'Route 53', lines: names }, ...records);
  drawing.edge({ from: clients, to: 'dns', kind: 'lookup', label: 'DNS' });
}

/** Returns the network in a rule: a CIDR block, or the id of a prefix list. */
function networkOf(graph: StackGraph, block: GraphResource['block']): string {
  const list = graph.referenced(block.prefix_list_id, 'data.aws_ec2_managed_prefix_list');
  return graph.text(list?.block.id ?? list?.block.name ?? block.cidr_ipv4 ?? block.cidr_ipv6 ?? block.prefix_list_id);
}

/**
 * Returns the CIDR blocks that can reach a CloudFront distribution, from the IP sets in its web ACL.
 * @returns an empty list if the whole internet can
 */
function networksOfCdn(graph: StackGraph, cdn: GraphResource): readonly string[] {
  const webAcl = graph.referenced(cdn.block.web_acl_id, 'aws_wafv2_web_acl');
  const sets = graph.referencesIn(blocksOf(webAcl?.block.rule, 'rule').filter(allowsOnlyIpSet));
  return sets.flatMap((set) => graph.find(set)?.block.addresses ?? []).map((range) => graph.text(range));
}

/** Draws the arrow of a connection. An arrow from the clients leads through the internet gateway and the firewall, if these exist. */
function connect(drawing: Drawing, { from, to, label }: Pick<DiagramEdge, 'from' | 'to' | 'label'>): void {
  const { graph } = drawing;
  const firewall = from === clients ? firewallOf(graph, to) : undefined;
  const gateway =
    from === clients && !to.startsWith('aws_cloudfront') ? graph.of('aws_internet_gateway')[0] : undefined;
  const stations = [from, gateway?.address, firewall?.address, to].filter((id) => id !== undefined);
  for (const [index, station] of stations.slice(1).entries()) {
    drawing.edge({ from: stations[index] ?? from, to: station, ...(index === 0 && { label }) });
  }
}

function firewallOf(graph: StackGraph, target: string): GraphResource | undefined {
  const association = graph
    .of('aws_wafv2_web_acl_association')
    .find(({ block }) => graph.referencesIn(block.resource_arn).includes(target));
  const used = association?.block.web_acl_arn ?? graph.find(target)?.block.web_acl_id;
  return graph.referenced(used, 'aws_wafv2_web_acl');
}

/** Returns the ids of the boxes from which a rule allows connections. */
function sourcesOf(drawing: Drawing, block: GraphResource['block']): readonly string[] {
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

/**
 * Returns the label of a rule's arrow, such as `HTTP 5000`. For well-known ports and the app's port, the port determines
 * the protocol. For other ports, the label shows the protocol of the rule.
 */
function portLabel(graph: StackGraph, { block }: GraphResource): string {
  const [from, to] = [graph.text(block.from_port), graph.text(block.to_port)];
  const ports = from === to ? from : `${from} to ${to}`;
  const definitions = graph.of('aws_ecs_task_definition').map(({ block: one }) => String(one.container_definitions));
  const isHttp = definitions.some((one) => one.includes(`"containerPort":${from},`));
  const protocol = protocols[from] ?? (isHttp ? 'HTTP' : graph.text(block.ip_protocol).toUpperCase());
  return `${protocol} ${ports}`;
}
