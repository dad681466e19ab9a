import { allowsOnlyIpSet } from '../../shared/web-acl';
import { changeArguments, removeResources } from '../resources/changed-stack';
import { blocks, type PricedResource, type PricedResources } from '../resources/priced-resources';
import { logSource } from '../usage/log-bytes';

/**
 * Returns the stack with `firewall: 'off'`. If a web ACL also limits CloudFront to `allowFrom`, it keeps only that
 * rule.
 */
export function withoutFirewall(stack: PricedResources): PricedResources | undefined {
  const limits = stack.of('aws_wafv2_web_acl').flatMap((acl) => blocks(acl, 'rule').filter(allowsOnlyIpSet));
  if (limits.length === 0) {
    const isLog = (one: PricedResource) =>
      one.type === 'aws_cloudwatch_log_group' && logSource(one, stack) === 'firewall';
    return removeResources(stack, (resource) => /^aws_wafv2_/.test(resource.type) || isLog(resource));
  }
  return changeArguments(stack, 'aws_wafv2_web_acl', (acl) =>
    blocks(acl, 'rule').length > limits.length ? { rule: limits } : undefined,
  );
}

export function withOneGateway(stack: PricedResources): PricedResources | undefined {
  const [, ...others] = stack.of('aws_nat_gateway');
  return withoutGateways(stack, others);
}

/** Returns the stack without these NAT gateways and their Elastic IP addresses. */
function withoutGateways(stack: PricedResources, gateways: readonly PricedResource[]): PricedResources | undefined {
  const addresses = gateways.flatMap((gateway) => stack.referenced(gateway, 'allocation_id', 'aws_eip'));
  return removeResources(stack, (resource) => [...gateways, ...addresses].includes(resource));
}

/**
 * Returns the stack with one zone fewer.
 * @returns undefined if there are only two zones, because a load balancer needs two; also for the default VPC, whose
 * zones cannot be chosen
 */
export function withOneZoneFewer(stack: PricedResources): PricedResources | undefined {
  const smaller = changeArguments(stack, 'aws_lb', ({ values: { subnets } }) =>
    Array.isArray(subnets) && subnets.length > 2 ? { subnets: subnets.slice(0, -1) } : undefined,
  );
  const gateways = stack.of('aws_nat_gateway');
  return smaller && gateways.length > 2 ? withoutGateways(smaller, gateways.slice(-1)) : smaller;
}

/**
 * Returns the stack with CloudFront in front of an internal load balancer.
 * @returns undefined if the environment has a firewall or `allowFrom`, because CloudFront then needs a web ACL
 */
export function withCdn(stack: PricedResources): PricedResources | undefined {
  const isOpen = stack.of('aws_vpc_security_group_ingress_rule').some(({ values }) => values.cidr_ipv4 === '0.0.0.0/0');
  const others = [...stack.of('aws_cloudfront_distribution'), ...stack.of('aws_wafv2_web_acl')];
  if (!isOpen || others.length > 0) return undefined;
  const hidden = changeArguments(stack, 'aws_lb', ({ values }) =>
    values.internal === true ? undefined : { internal: true },
  )?.with(added(stack, 'aws_cloudfront_distribution', {}));
  return stack.of('aws_cloudwatch_metric_alarm').length > 0
    ? hidden?.with({ ...added(stack, 'aws_cloudwatch_metric_alarm', cdnAlarm), needsImage: true })
    : hidden;
}

/** The arguments of the alarm for CloudFront errors. This alarm reads two metrics. */
const cdnAlarm = { metric_query: [{ metric: {} }, { metric: {} }] };

function added({ region }: PricedResources, type: string, values: PricedResource['values']): PricedResource {
  return { address: `${type}.cdn`, type, region, values, needsImage: false, references: () => [] };
}
