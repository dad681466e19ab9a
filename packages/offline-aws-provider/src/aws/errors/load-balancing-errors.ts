import { blocksOf, type Values, valuesAt } from '../../protocol/value';
import type { Account } from '../account';
import { vpcOf } from '../default-vpc';
import { unissuedCertificate } from './certificate-errors';
import type { ErrorChecks } from './error-checks';
import { missingInternetGateway } from './vpc-errors';

/**
 * The checks of Elastic Load Balancing, by resource type.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html, `CreateListener` in the same
 * API reference, and https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export const loadBalancingErrors: Readonly<Record<string, ErrorChecks>> = {
  aws_lb: {
    write: (loadBalancer, account, before) => {
      const subnets = valuesAt(loadBalancer, 'subnets');
      return (
        otherVpc(loadBalancer, account, before) ??
        missingInternetGateway(subnets[0], account) ??
        closedLogBucket(loadBalancer, account)
      );
    },
  },
  aws_lb_listener: {
    write: (listener, account) =>
      targetGroupInOtherVpc(listener, account) ?? unissuedCertificate(listener.certificate_arn, account),
  },
};

/** Returns the error if a load balancer is moved to another VPC, which AWS does not support. */
function otherVpc(loadBalancer: Values, account: Account, before: Values | null): string | undefined {
  if (before === null) return undefined;
  const vpcs = valuesAt(loadBalancer, 'subnets').map((subnet) => vpcOf(subnet, account));
  const other = vpcs.find((vpc) => vpc !== undefined && vpc !== before.vpc_id);
  return other === undefined
    ? undefined
    : `InvalidSubnet: ${other} is not the VPC of the load balancer, ${before.vpc_id}.`;
}

/** Returns the error if the bucket for access logs has no policy. AWS writes a file to the bucket to check its own access. */
function closedLogBucket({ access_logs }: Values, account: Account): string | undefined {
  const closed = blocksOf(access_logs)
    .filter(({ enabled }) => enabled === true)
    .find(({ bucket }) => !account.find('aws_s3_bucket_policy', 'bucket', bucket));
  return closed && `InvalidConfigurationRequest: Access Denied for bucket: ${closed.bucket}. The bucket has no policy.`;
}

function targetGroupInOtherVpc(listener: Values, account: Account): string | undefined {
  const loadBalancer = account.find('aws_lb', 'arn', listener.load_balancer_arn);
  const other = valuesAt(listener, 'default_action.target_group_arn')
    .map((arn) => account.find('aws_lb_target_group', 'arn', arn))
    .find((group) => group !== undefined && loadBalancer !== undefined && group.vpc_id !== loadBalancer.vpc_id);
  return other && `InvalidConfigurationRequest: ${other.arn} and the load balancer are in different VPCs.`;
}
