import { noEnvironmentTag } from '../owner';
import { row } from '../row';
import type { StackOwner } from '../stack-owner';
import { serviceLinkedRole, type Target } from '../target';

/** Returns the ARNs of all distributions or VPC origins. Their ids are random, so policies must select resources by conditions on tags. */
const arns = (type: string) => (owner: StackOwner) => owner.global('cloudfront', `${type}/*`);
const ofEnvironment = (type: string): Target => ({
  resources: arns(type),
  condition: (owner) => owner.tags('Resource'),
  sharesStatement: true,
});
/** A new distribution or VPC origin. The actions that create one do not support resource-level permissions. */
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
/**
 * All distributions or VPC origins of the project, for read access. The policies of all the project's environments can then share one
 * statement.
 */
const ofProject = (type: string): Target => ({
  resources: arns(type),
  condition: ({ project }) => ({ StringEquals: { 'aws:ResourceTag/Project': project } }),
  sharesStatement: true,
});

/**
 * The rows for CloudFront. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/cloudfront
 */
export const cdn = {
  // The request that creates a distribution also contains its tags. A request with a web ACL requires permission to read the web ACL.
  aws_cloudfront_distribution: row('cdn', {
    reads: 'cloudfront: GetDistribution ListTagsForResource',
    writes: [
      'cloudfront: CreateDistribution UpdateDistribution DeleteDistribution TagResource UntagResource',
      'wafv2: GetWebACL',
    ],
    on: ofEnvironment('distribution'),
    others: {
      'cloudfront: GetDistribution ListTagsForResource': ofProject('distribution'),
      'cloudfront: CreateDistribution': newResource,
      'cloudfront: TagResource': [ofEnvironment('distribution'), untagged('distribution')],
      'wafv2: GetWebACL': { resources: (owner) => owner.inRegion('*').regional('wafv2', `*/webacl/${owner.prefix}-*`) },
    },
  }),
  // With the first VPC origin of an account, CloudFront also creates a service-linked role.
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-service-linked-roles.html
  aws_cloudfront_vpc_origin: row('cdn', {
    reads: 'cloudfront: GetVpcOrigin ListTagsForResource',
    writes: [
      'cloudfront: CreateVpcOrigin UpdateVpcOrigin DeleteVpcOrigin TagResource UntagResource',
      'iam: CreateServiceLinkedRole',
    ],
    on: ofEnvironment('vpcorigin'),
    others: {
      'cloudfront: GetVpcOrigin ListTagsForResource': ofProject('vpcorigin'),
      'cloudfront: CreateVpcOrigin': newResource,
      'cloudfront: TagResource': [ofEnvironment('vpcorigin'), untagged('vpcorigin')],
      'iam: CreateServiceLinkedRole': serviceLinkedRole(
        'vpcorigin.cloudfront.amazonaws.com/AWSServiceRoleForCloudFrontVPCOrigin',
      ),
    },
  }),
} as const;
