import { randomUUID } from 'node:crypto';
import type { Value, Values } from '../../protocol/value';
import type { Account } from '../account';
import { vpcOf } from '../default-vpc';
import { newHexadecimal, newSuffix } from '../ids';
import { arnAndId, type ComputedAttributes } from './applied-change';

/** The computed attributes of load balancers, CloudFront, certificates, DNS records and AWS WAF, by resource type. */
export const loadBalancingAttributes: ComputedAttributes = {
  aws_acm_certificate: (_name, { planned, account }) => ({
    ...arnAndId(account.arn('acm', `certificate/${newSuffix()}`, planned.region)),
    domain_validation_options: domainValidationOptions(planned),
  }),
  aws_cloudfront_distribution: (_name, { account, prior }) => {
    const id = String(prior?.id ?? `E${newHexadecimal().toUpperCase()}`);
    return {
      id,
      arn: `arn:aws:cloudfront::${account.id}:distribution/${id}`,
      domain_name: prior?.domain_name ?? `d${newHexadecimal()}.cloudfront.net`,
      hosted_zone_id: 'Z2FDTNDATAQYW2',
    };
  },
  aws_cloudfront_vpc_origin: (_name, { account }) => {
    const id = `vo_${newHexadecimal()}`;
    return { id, arn: `arn:aws:cloudfront::${account.id}:vpcorigin/${id}` };
  },
  aws_lb: (name, { account, planned }) => {
    const suffix = `app/${name}/${newHexadecimal()}`;
    const [subnet] = Array.isArray(planned.subnets) ? planned.subnets : [];
    return {
      ...arnAndId(account.arn('elasticloadbalancing', `loadbalancer/${suffix}`)),
      arn_suffix: suffix,
      dns_name: `${name}-1.${account.region}.elb.amazonaws.com`,
      zone_id: 'Z00000000000000000002',
      vpc_id: vpcOf(subnet, account) ?? null,
    };
  },
  aws_lb_listener: (_name, { planned }) =>
    arnAndId(`${String(planned.load_balancer_arn).replace(':loadbalancer/', ':listener/')}/${newHexadecimal()}`),
  aws_lb_target_group: (name, { account }) => {
    const suffix = `targetgroup/${name}/${newHexadecimal()}`;
    return { ...arnAndId(account.arn('elasticloadbalancing', suffix)), arn_suffix: suffix };
  },
  aws_route53_record: (_name, { planned }) => ({
    id: `${planned.zone_id}_${planned.name}_${planned.type}`,
    fqdn: String(planned.name).replace(/\.$/, ''),
  }),
  aws_wafv2_ip_set: (name, { account, planned }) => wafIdentity(`ipset/${name}`, account, planned),
  aws_wafv2_web_acl: (name, { account, planned }) => wafIdentity(`webacl/${name}`, account, planned),
  aws_wafv2_web_acl_association: (_name, { planned }) => ({ id: `${planned.web_acl_arn},${planned.resource_arn}` }),
  aws_wafv2_web_acl_logging_configuration: (_name, { planned }) => ({ id: planned.resource_arn ?? null }),
};

/** Returns the id and the ARN of a resource of AWS WAF. */
function wafIdentity(resource: string, account: Account, { scope, region }: Values): Values {
  const id = randomUUID();
  return {
    id,
    arn: account.arn('wafv2', `${scope === 'CLOUDFRONT' ? 'global' : 'regional'}/${resource}/${id}`, region),
  };
}

/** Returns the DNS records that validate a certificate: one for each of its domain names. */
function domainValidationOptions({ domain_name, subject_alternative_names: others }: Values): Value {
  const names = new Set([domain_name, ...(Array.isArray(others) ? others : [])]);
  return [...names].map((name) => ({
    domain_name: name ?? null,
    resource_record_name: `_offline.${name}.`,
    resource_record_type: 'CNAME',
    resource_record_value: '_offline.acm-validations.aws.',
  }));
}
