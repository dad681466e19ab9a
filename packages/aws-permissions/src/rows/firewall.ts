import { inCdn } from '../cdn-region';
import { row } from '../row';
import { named, serviceLinkedRole, type Target } from '../target';
import { ownResources } from './load-balancer';

/**
 * The environment's load balancers. They are selected by name, because WAF does not evaluate their tags. A long name ends with a hash, so a
 * pattern might not match it.
 */
const namedBalancers: Target = {
  resources: (owner) =>
    owner.regional(
      'elasticloadbalancing',
      ...(owner.isPattern ? [`${owner.prefix}-*`] : owner.names('aws_lb', 'name')).map(
        (name) => `loadbalancer/app/${name}/*`,
      ),
    ),
};
const anyBalancer = named('elasticloadbalancing', 'loadbalancer/app/*');

const webAcls = named('wafv2', 'regional/webacl/{prefix}-*');
/** The web ACLs of the environment's CloudFront distribution. */
const cdnWebAcls: Target = {
  resources: (owner) => inCdn(owner, (one) => one.regional('wafv2', `global/webacl/${one.prefix}-*`)),
  part: 'cdn',
};
const allWebAcls = [webAcls, cdnWebAcls];
const readWebAcls: Target = {
  resources: (owner) =>
    owner.hasCdn
      ? owner.inRegion('*').regional('wafv2', `*/webacl/${owner.prefix}-*`)
      : owner.regional('wafv2', `regional/webacl/${owner.prefix}-*`),
};
/** The rule groups that AWS manages. */
const managedRules: readonly Target[] = [
  { resources: ({ region }) => [`arn:aws:wafv2:${region}:*:regional/managedruleset/*`] },
  {
    resources: (owner) => inCdn(owner, ({ region }) => [`arn:aws:wafv2:${region}:*:global/managedruleset/*`]),
    part: 'cdn',
  },
];
/**
 * The environment's IP sets. With CloudFront, they are included even without `allowFrom`, because the apply that removes `allowFrom`
 * deletes the IP set.
 */
const ipSets: Target = {
  resources: (owner) => [
    ...(owner.values('aws_wafv2_ip_set', 'scope').includes('REGIONAL')
      ? owner.regional('wafv2', `regional/ipset/${owner.prefix}-*`)
      : []),
    ...inCdn(owner, (one) => one.regional('wafv2', `global/ipset/${one.prefix}-*`)),
  ],
  part: 'cdn',
};
const readIpSets: Target = { resources: ipSets.resources };
/** All resources, because the actions for log delivery support neither resource-level permissions nor condition keys. */
const logDelivery: Target = { resources: () => ['*'], reachesBeyond: true };

/**
 * The rows for AWS WAF. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/wafv2
 */
export const firewall = {
  aws_wafv2_ip_set: row('networks', {
    reads: 'wafv2: GetIPSet ListTagsForResource',
    writes: 'wafv2: CreateIPSet UpdateIPSet DeleteIPSet TagResource UntagResource',
    on: ipSets,
    others: { 'wafv2: GetIPSet ListTagsForResource': readIpSets },
  }),
  aws_wafv2_web_acl: row('edge', {
    reads: 'wafv2: GetWebACL ListTagsForResource',
    writes: 'wafv2: CreateWebACL UpdateWebACL DeleteWebACL TagResource UntagResource',
    others: {
      'wafv2: GetWebACL ListTagsForResource': readWebAcls,
      'wafv2: CreateWebACL UpdateWebACL': [...allWebAcls, ...managedRules, ipSets],
      'wafv2: DeleteWebACL TagResource UntagResource': allWebAcls,
    },
  }),
  // Elastic Load Balancing checks the permission for either SetWebACL or the newer actions CreateWebACLAssociation and
  // DeleteWebACLAssociation.
  // https://docs.aws.amazon.com/waf/latest/developerguide/security_iam_service-with-iam.html
  aws_wafv2_web_acl_association: row('edge', {
    reads: ['wafv2: GetWebACLForResource', 'elasticloadbalancing: GetLoadBalancerWebACL'],
    writes: [
      'wafv2: AssociateWebACL DisassociateWebACL',
      'elasticloadbalancing: CreateWebACLAssociation DeleteWebACLAssociation SetWebACL',
    ],
    on: ownResources('loadbalancer'),
    others: {
      'wafv2: GetWebACLForResource': [readWebAcls, anyBalancer],
      'elasticloadbalancing: GetLoadBalancerWebACL': anyBalancer,
      'wafv2: AssociateWebACL DisassociateWebACL': [webAcls, namedBalancers],
      'elasticloadbalancing: SetWebACL': namedBalancers,
    },
  }),
  // AWS WAF writes to CloudWatch Logs, which requires permissions for log delivery.
  // https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
  aws_wafv2_web_acl_logging_configuration: row('edge', {
    reads: 'wafv2: GetLoggingConfiguration',
    writes: [
      'wafv2: PutLoggingConfiguration DeleteLoggingConfiguration',
      'logs: CreateLogDelivery DeleteLogDelivery PutResourcePolicy DescribeResourcePolicies DescribeLogGroups',
      'iam: CreateServiceLinkedRole',
    ],
    others: {
      'wafv2: GetLoggingConfiguration': readWebAcls,
      'wafv2: PutLoggingConfiguration DeleteLoggingConfiguration': allWebAcls,
      'logs: CreateLogDelivery DeleteLogDelivery PutResourcePolicy DescribeResourcePolicies': logDelivery,
      'iam: CreateServiceLinkedRole': serviceLinkedRole('wafv2.amazonaws.com/AWSServiceRoleForWAFV2Logging'),
    },
  }),
} as const;
