import { blocks, type PricedResource, type PricedResources } from '../resources/priced-resources';
import { assumptions, gigabyte } from '../usage/assumptions';
import { appLogBytes } from '../usage/log-bytes';
import { type Scenario, type Traffic, traffic } from '../usage/scenarios';
import { allTasks } from '../usage/tasks';
import { type CostFunction, fixed, perUse } from './cost-item';

const { hoursPerMonth } = assumptions;

/** Returns the number of zones of a resource: the number of its subnets or, for the default VPC, an assumed number. */
export function zonesOf(resource: PricedResource, { region }: PricedResources): number {
  const { subnets, subnet_ids: ids } = resource.values;
  const listed = subnets ?? ids;
  return Array.isArray(listed) ? listed.length : (assumptions.zonesOfRegion[region] ?? assumptions.otherZonesOfRegion);
}

const natCosts: CostFunction = (gateway, stack) => [
  fixed(gateway, 'nat-hour', hoursPerMonth),
  perUse(gateway, 'nat-data', (scenario) => natGB(stack, scenario) / stack.of('aws_nat_gateway').length),
];

/**
 * Returns how many GB pass through all NAT gateways in a month: requests to AWS services, log lines and image layers.
 * Responses to visitors do not pass through a NAT gateway.
 */
function natGB(stack: PricedResources, scenario: Scenario): number {
  const { idleNatGBPerTask, deploymentsPerMonth, imageGB } = assumptions;
  const tasks = allTasks(stack, scenario);
  return tasks * (idleNatGBPerTask + deploymentsPerMonth * imageGB) + appLogBytes(stack, scenario) / gigabyte;
}

/**
 * Returns the share of the visitors' traffic that a resource gets, from 0 to 1. All resources of a type get equal shares,
 * with two exceptions: public and internal load balancers are counted separately, and so are the web ACLs of CloudFront
 * and of a region.
 */
function trafficShare({ type, values }: PricedResource, stack: PricedResources): number {
  const groupOf = ({ internal, scope }: PricedResource['values']) => (internal === true ? 'internal' : scope);
  return 1 / stack.of(type).filter((other) => groupOf(other.values) === groupOf(values)).length;
}

const loadBalancerCosts: CostFunction = (balancer, stack) => {
  const share = trafficShare(balancer, stack);
  const hours = [
    fixed(balancer, 'load-balancer-hour', hoursPerMonth),
    perUse(balancer, 'load-balancer-lcu', (scenario) => lcus(traffic[scenario]) * share * hoursPerMonth),
  ];
  if (balancer.values.internal === true) return hours;
  return [
    ...hours,
    fixed(balancer, 'ipv4-address', zonesOf(balancer, stack) * hoursPerMonth),
    perUse(balancer, 'data-out', (scenario) => traffic[scenario].responseGB * share),
  ];
};

/** Returns the load balancer capacity units (LCUs) that AWS bills. Only the dimension with the largest value counts. */
export function lcus({ connections, openStreams, responseGB, requestGB }: Traffic): number {
  const { lcu, secondsPerMonth } = assumptions;
  return Math.max(
    connections / secondsPerMonth / lcu.connectionsPerSecond,
    openStreams / lcu.activeConnections,
    (responseGB + requestGB) / hoursPerMonth / lcu.gbPerHour,
  );
}

const distributionCosts: CostFunction = (distribution, stack) => {
  const share = trafficShare(distribution, stack);
  return [
    perUse(distribution, 'cdn-request', (scenario) => (traffic[scenario].requests * share) / 1e6),
    perUse(distribution, 'cdn-data', (scenario) => traffic[scenario].responseGB * share),
    perUse(distribution, 'cdn-origin', (scenario) => traffic[scenario].requestGB * share),
  ];
};

const firewallCosts: CostFunction = (acl, stack) => [
  fixed(acl, 'firewall-acl', 1),
  fixed(acl, 'firewall-rule', blocks(acl, 'rule').length),
  perUse(acl, 'firewall-request', (scenario) => (traffic[scenario].requests * trafficShare(acl, stack)) / 1e6),
];

/** The costs of a VPC endpoint. A gateway endpoint is free. */
const endpointCosts: CostFunction = (endpoint, stack) =>
  endpoint.values.vpc_endpoint_type === 'Interface'
    ? [fixed(endpoint, 'endpoint-hour', zonesOf(endpoint, stack) * hoursPerMonth)]
    : [];

export const networkCosts: Readonly<Record<string, CostFunction>> = {
  aws_nat_gateway: natCosts,
  aws_eip: (address) => [fixed(address, 'ipv4-address', hoursPerMonth)],
  aws_lb: loadBalancerCosts,
  aws_cloudfront_distribution: distributionCosts,
  aws_wafv2_web_acl: firewallCosts,
  aws_vpc_endpoint: endpointCosts,
  aws_route53_zone: (zone) => [fixed(zone, 'dns-zone', 1)],
  aws_route53_health_check: (check) => [fixed(check, 'dns-health-check', 1)],
};
