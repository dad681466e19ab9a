import { type ArgumentChecks, isUnset, off, oneOf, unset, unsetOr, type ValueCheck, without } from './value-checks';

const subnetList: ValueCheck = (value) => Array.isArray(value) || /data\.aws_subnets\./.test(String(value));

/** The checks of load balancers, gateways, CloudFront, DNS and certificates. */
export const networkChecks: Readonly<Record<string, ArgumentChecks>> = {
  aws_acm_certificate: { certificate_authority_arn: unset, 'options.export': unsetOr('DISABLED') },
  aws_cloudfront_distribution: {
    'default_cache_behavior.function_association': unset,
    'default_cache_behavior.lambda_function_association': unset,
    'default_cache_behavior.realtime_log_config_arn': unset,
    'ordered_cache_behavior.function_association': unset,
    'ordered_cache_behavior.lambda_function_association': unset,
    'ordered_cache_behavior.realtime_log_config_arn': unset,
    'origin.origin_shield.enabled': off,
    viewer_certificate: without(/"ssl_support_method":"vip"/),
  },
  aws_eip: { public_ipv4_pool: unsetOr('amazon') },
  aws_lb: {
    load_balancer_type: unsetOr('application'),
    internal: unsetOr(true, false),
    ip_address_type: unsetOr('ipv4', 'dualstack'),
    subnets: subnetList,
    minimum_load_balancer_capacity: unset,
  },
  aws_nat_gateway: { availability_mode: unsetOr('zonal') },
  aws_route53_health_check: { type: oneOf('HTTP', 'TCP'), request_interval: unsetOr(30), measure_latency: off },
  aws_vpc_endpoint: {
    vpc_endpoint_type: unsetOr('Gateway', 'Interface'),
    subnet_ids: (value, { vpc_endpoint_type: type }) => type !== 'Interface' || Array.isArray(value),
  },
  aws_wafv2_web_acl: {
    rule_json: unset,
    rule: (value, values) =>
      (isUnset(value) || typeof value === 'object') &&
      without(
        /AWSManagedRules(BotControl|ATP|ACFP|AntiDDoS)\w*|(captcha|challenge|rule_group_reference_statement)(?=":\[?\{)|"vendor_name":"(?!AWS")[^"]*/,
      )(value, values),
  },
};
