import { row } from '../row';
import { noEnvironmentTag, type StackOwner } from '../stack-owner';
import { serviceLinkedRole, type Target } from '../target';

/** Distributions and VPC origins have random ids, so tags identify them. */
const arns = (type: string) => (owner: StackOwner) => owner.global('cloudfront', `${type}/*`);
const own = (type: string): Target => ({
  resources: arns(type),
  condition: (owner) => owner.tags('Resource'),
  sharesStatement: true,
});
/** Actions that create do not support resource-level permissions. */
const newResource: Target = {
  resources: () => ['*'],
  condition: (owner) => owner.tags('Request'),
  reachesBeyond: true,
};
const untagged = (type: string): Target => ({
  resources: arns(type),
  condition: (owner) => ({ ...owner.tags('Request'), ...noEnvironmentTag }),
  reachesBeyond: true,
  sharesStatement: true,
});
/** Reads are limited by the project, so that all environments of a project share one statement. */
const ofProject = (type: string): Target => ({
  resources: arns(type),
  condition: ({ project }) => ({ StringEquals: { 'aws:ResourceTag/Project': project } }),
  sharesStatement: true,
});

/** https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/cloudfront */
export const cdn = {
  // It creates a distribution with its tags. To name a web ACL, the caller must be allowed to read it.
  aws_cloudfront_distribution: row('cdn', {
    reads: 'cloudfront: GetDistribution ListTagsForResource',
    writes: [
      'cloudfront: CreateDistribution UpdateDistribution DeleteDistribution TagResource UntagResource',
      'wafv2: GetWebACL',
    ],
    on: own('distribution'),
    others: {
      'cloudfront: GetDistribution ListTagsForResource': ofProject('distribution'),
      'cloudfront: CreateDistribution': newResource,
      'cloudfront: TagResource': [own('distribution'), untagged('distribution')],
      'wafv2: GetWebACL': { resources: (owner) => owner.inRegion('*').regional('wafv2', `*/webacl/${owner.prefix}-*`) },
    },
  }),
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-service-linked-roles.html
  aws_cloudfront_vpc_origin: row('cdn', {
    reads: 'cloudfront: GetVpcOrigin ListTagsForResource',
    writes: [
      'cloudfront: CreateVpcOrigin UpdateVpcOrigin DeleteVpcOrigin TagResource UntagResource',
      'iam: CreateServiceLinkedRole',
    ],
    on: own('vpcorigin'),
    others: {
      'cloudfront: GetVpcOrigin ListTagsForResource': ofProject('vpcorigin'),
      'cloudfront: CreateVpcOrigin': newResource,
      'cloudfront: TagResource': [own('vpcorigin'), untagged('vpcorigin')],
      'iam: CreateServiceLinkedRole': serviceLinkedRole(
        'vpcorigin.cloudfront.amazonaws.com/AWSServiceRoleForCloudFrontVPCOrigin',
      ),
    },
  }),
} as const;
