import { firewallOf } from '../../environment';
import { physicalName } from '../../names';
import type { Statement } from '../../policy';
import { bucketArns, webAclArns } from './read';
import { allow, type Territory } from './territory';

/** What Terraform calls to change what stands before the service: load balancer, firewall, certificate, access logs. */
export function edgeStatements(territory: Territory): Statement[] {
  return [
    ...loadBalancerStatements(territory),
    ...firewallStatements(territory),
    ...domainStatements(territory),
    ...accessLogStatements(territory),
  ];
}

/** The names of load balancers are short, so that a long environment's ends in a hash: tags tell them apart. */
function loadBalancerStatements(territory: Territory): Statement[] {
  const arns = territory.regional('elasticloadbalancing', 'loadbalancer/app/*', 'listener/app/*', 'targetgroup/*');
  return [
    allow(
      'elasticloadbalancing',
      ['CreateLoadBalancer'],
      territory.regional('elasticloadbalancing', 'loadbalancer/app/*'),
      territory.marked,
    ),
    allow(
      'elasticloadbalancing',
      ['CreateTargetGroup'],
      territory.regional('elasticloadbalancing', 'targetgroup/*'),
      territory.marked,
    ),
    allow('elasticloadbalancing', ['AddTags'], arns, {
      StringEquals: { ...territory.marked.StringEquals, 'elasticloadbalancing:CreateAction': creations },
    }),
    allow(
      'elasticloadbalancing',
      [
        'AddTags',
        'CreateListener',
        'CreateWebACLAssociation',
        'DeleteListener',
        'DeleteLoadBalancer',
        'DeleteTargetGroup',
        'DeleteWebACLAssociation',
        'ModifyListener',
        'ModifyListenerAttributes',
        'ModifyLoadBalancerAttributes',
        'ModifyTargetGroup',
        'ModifyTargetGroupAttributes',
        'RemoveTags',
        'SetIpAddressType',
        'SetSecurityGroups',
        'SetSubnets',
      ],
      arns,
      territory.owned,
    ),
  ];
}

const creations = ['CreateListener', 'CreateLoadBalancer', 'CreateTargetGroup'];

function firewallStatements(territory: Territory): Statement[] {
  const webAcls = webAclArns(territory);
  return [
    allow(
      'wafv2',
      [
        'AssociateWebACL',
        'CreateWebACL',
        'DeleteLoggingConfiguration',
        'DeleteWebACL',
        'DisassociateWebACL',
        'PutLoggingConfiguration',
        'TagResource',
        'UntagResource',
        'UpdateWebACL',
      ],
      webAcls,
    ),
    // The groups of rules that AWS ships.
    allow(
      'wafv2',
      ['CreateWebACL', 'UpdateWebACL'],
      [`arn:aws:wafv2:${territory.environment.region}:*:regional/managedruleset/*`],
    ),
    // By name, because WAF does not look at the tags of a load balancer.
    allow('wafv2', ['AssociateWebACL', 'DisassociateWebACL'], loadBalancerArns(territory)),
    // Load balancing checks either its newer actions above or this one.
    // https://docs.aws.amazon.com/waf/latest/developerguide/security_iam_service-with-iam.html
    allow('elasticloadbalancing', ['SetWebACL'], loadBalancerArns(territory)),
    ...logDeliveryStatements(territory),
  ];
}

/** By its name, which may end in a hash. */
function loadBalancerArns(territory: Territory): string[] {
  const name = physicalName(territory.environment, 'app', 'loadBalancer');
  return territory.regional('elasticloadbalancing', `loadbalancer/app/${name}/*`);
}

/** What WAF needs to write into a log group. AWS takes neither a resource nor a condition key for these actions. */
function logDeliveryStatements({ environment }: Territory): Statement[] {
  if (firewallOf(environment.ingress) === undefined) return [];
  return [
    allow('logs', ['CreateLogDelivery', 'DeleteLogDelivery', 'DescribeResourcePolicies', 'PutResourcePolicy'], ['*']),
  ];
}

/** Only where the environment has a domain, and only for its own records, whatever the zone holds besides. */
function domainStatements(territory: Territory): Statement[] {
  const { ingress } = territory.environment;
  if (ingress.kind !== 'load-balanced' || ingress.domain === undefined) return [];
  const { name } = ingress.domain;
  const certificates = territory.regional('acm', 'certificate/*');
  return [
    // AWS takes no resource for a certificate that does not exist yet.
    allow('acm', ['RequestCertificate'], ['*'], {
      ...territory.marked,
      'ForAllValues:StringEquals': { 'acm:DomainNames': [name] },
    }),
    allow('acm', ['AddTagsToCertificate'], certificates, {
      ...territory.marked,
      ...territory.unclaimed,
    }),
    allow(
      'acm',
      ['AddTagsToCertificate', 'DeleteCertificate', 'RemoveTagsFromCertificate'],
      certificates,
      territory.owned,
    ),
    allowRecords({
      'ForAllValues:StringEquals': {
        'route53:ChangeResourceRecordSetsNormalizedRecordNames': [name],
        'route53:ChangeResourceRecordSetsRecordTypes': ['A', 'AAAA'],
      },
    }),
    // The record by which ACM checks the domain: one label before the name, not those of a domain below it.
    allowRecords({
      'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': [`_*.${name}`] },
      'ForAllValues:StringNotLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': [`_*.*.${name}`] },
      'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['CNAME'] },
    }),
  ];
}

function allowRecords(condition: NonNullable<Statement['Condition']>): Statement {
  return allow('route53', ['ChangeResourceRecordSets'], ['arn:aws:route53:::hostedzone/*'], condition);
}

function accessLogStatements(territory: Territory): Statement[] {
  const buckets = bucketArns(territory);
  return [
    allow(
      's3',
      [
        'CreateBucket',
        'DeleteBucket',
        'DeleteBucketPolicy',
        'ListBucketVersions',
        'PutBucketOwnershipControls',
        'PutBucketPolicy',
        'PutBucketPublicAccessBlock',
        'PutBucketTagging',
        'PutBucketVersioning',
        'PutEncryptionConfiguration',
        'PutLifecycleConfiguration',
        'TagResource',
        'UntagResource',
      ],
      buckets,
    ),
    // A destroy empties the bucket.
    allow(
      's3',
      ['DeleteObject', 'DeleteObjectVersion'],
      buckets.map((bucket) => `${bucket}/*`),
    ),
  ];
}
