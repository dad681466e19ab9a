import { blocksOf } from '../../shared/synthesized-stack';
import type { Drawing } from './drawing';
import type { GraphResource } from './stack-graph';
import { subnetsIn } from './subnet-graph';
import { regionGroup, vpcGroupOf } from './vpcs';

const edgeGroup = 'edge';

/** Draws what requests pass before they reach the tasks: the CDN, the load balancer and the firewall. */
export function drawIngress(drawing: Drawing): void {
  const { graph } = drawing;
  for (const cdn of graph.of('aws_cloudfront_distribution')) drawDistribution(drawing, cdn);
  for (const balancer of graph.of('aws_lb')) drawLoadBalancer(drawing, balancer);
  for (const firewall of graph.of('aws_wafv2_web_acl')) drawFirewall(drawing, firewall);
}

function drawDistribution(drawing: Drawing, cdn: GraphResource): void {
  const { graph } = drawing;
  const group = drawing.group({ id: edgeGroup, kind: 'global', title: 'Edge locations' });
  const { aliases } = cdn.block;
  const names = Array.isArray(aliases) && aliases.length > 0 ? aliases : ['*.cloudfront.net'];
  const lines = [...names.map((name) => graph.text(name)), 'redirects HTTP to HTTPS'];
  drawing.node({ id: cdn.address, kind: 'entry', title: 'CloudFront distribution', lines, group }, cdn);
}

function drawLoadBalancer(drawing: Drawing, balancer: GraphResource): void {
  const { graph } = drawing;
  const { block, address } = balancer;
  const subnets = subnetsIn(graph, block.subnets);
  const listeners = graph
    .of('aws_lb_listener')
    .filter((one) => graph.referencesIn(one.block.load_balancer_arn).includes(address));
  const certificate = listeners.some((one) => one.block.certificate_arn !== undefined) ? ['with a certificate'] : [];
  const title = block.internal === true ? 'Internal load balancer' : 'Load balancer';
  const name = block.name === undefined ? [] : [graph.text(block.name)];
  const lines = [...name, zonesOf(subnets), ...certificate];
  drawing.node({ id: address, kind: 'entry', title, lines, group: vpcGroupOf(drawing, block) }, balancer);
}

/** Returns text about the zones of a load balancer, such as `in 2 zones`; an empty string if the zones are unknown. */
function zonesOf(subnets: readonly string[]): string {
  if (subnets.some((one) => one.startsWith('data.aws_subnets.'))) return 'in each zone';
  return subnets.length === 0 ? '' : `in ${subnets.length} zones`;
}

function drawFirewall(drawing: Drawing, firewall: GraphResource): void {
  const { graph } = drawing;
  const rules = blocksOf(firewall.block.rule, 'rule').length;
  const isGlobal = firewall.block.scope === 'CLOUDFRONT';
  const guarded = graph
    .of('aws_wafv2_web_acl_association')
    .find(({ block }) => graph.referencesIn(block.web_acl_arn).includes(firewall.address));
  const group = isGlobal
    ? drawing.group({ id: edgeGroup, kind: 'global', title: 'Edge locations' })
    : groupOfTarget(drawing, guarded);
  drawing.node(
    {
      id: firewall.address,
      kind: 'security',
      title: 'WAF',
      lines: [`${rules} ${rules === 1 ? 'rule' : 'rules'}`],
      group,
    },
    firewall,
  );
}

function groupOfTarget(drawing: Drawing, association: GraphResource | undefined): string {
  const target = association && drawing.graph.referenced(association.block.resource_arn, 'aws_lb');
  return target ? vpcGroupOf(drawing, target.block) : regionGroup;
}
