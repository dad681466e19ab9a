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
    allow('elasticloadbalancing', ['CreateLoadBalancer', 'CreateTargetGroup'], arns, territory.marked),
    allow('elasticloadbalancing', ['AddTags'], arns, {
      StringEquals: { ...territory.marked.StringEquals, 'elasticloadbalancing:CreateAction': creations },
    }),
    allow(
      'elasticloadbalancing',
      [
        'AddTags',
        'CreateListener',
        'DeleteListener',
        'DeleteLoadBalancer',
        'DeleteTargetGroup',
        'ModifyListener',
        'ModifyListenerAttributes',
        'ModifyLoadBalancerAttributes',
        'ModifyTargetGroup',
        'ModifyTargetGroupAttributes',
        'RemoveTags',
        'SetIpAddressType',
        'SetSecurityGroups',
        'SetSubnets',
        'SetWebACL',
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
    allow(
      'wafv2',
      ['AssociateWebACL', 'DisassociateWebACL'],
      territory.regional('elasticloadbalancing', 'loadbalancer/app/*'),
      territory.owned,
    ),
    // How WAF comes to write into a log group. AWS takes no resource for these.
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
      Null: { 'aws:ResourceTag/Environment': 'true' },
    }),
    allow(
      'acm',
      ['AddTagsToCertificate', 'DeleteCertificate', 'RemoveTagsFromCertificate'],
      certificates,
      territory.owned,
    ),
    allow('route53', ['ChangeResourceRecordSets'], ['arn:aws:route53:::hostedzone/*'], {
      // The second is the record by which ACM sees whose the name is.
      'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': [name, `_*.${name}`] },
    }),
  ];
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
