import { isDeepStrictEqual } from 'node:util';
import { type Value, type Values, valuesAt } from '../../protocol/value';
import type { Account } from '../account';
import { unissuedCertificate } from './certificate-errors';
import type { ErrorChecks } from './error-checks';
import { missingInternetGateway } from './vpc-errors';

/**
 * The checks of CloudFront, by resource type.
 * Source: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html, `UpdateVpcOrigin` in the same API
 * reference, and https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
 */
export const cloudfrontErrors: Readonly<Record<string, ErrorChecks>> = {
  aws_cloudfront_distribution: {
    write: (distribution, account) => {
      const [certificate] = valuesAt(distribution, 'viewer_certificate.acm_certificate_arn');
      return certificateInOtherRegion(certificate) ?? unissuedCertificate(certificate, account);
    },
  },
  aws_cloudfront_vpc_origin: {
    write: (origin, account, before) => usedOrigin(origin, account, before) ?? unreachableOrigin(origin, account),
  },
};

function certificateInOtherRegion(arn: Value | undefined): string | undefined {
  return typeof arn === 'string' && !arn.startsWith('arn:aws:acm:us-east-1:')
    ? `InvalidViewerCertificate: ${arn} is not in us-east-1.`
    : undefined;
}

/** Returns the error for a change to a VPC origin that a distribution uses. AWS accepts only changes to the tags of such an origin. */
function usedOrigin(origin: Values, account: Account, before: Values | null): string | undefined {
  const config = 'vpc_origin_endpoint_config';
  if (before === null || isDeepStrictEqual(before[config], origin[config])) return undefined;
  const isUsed = account
    .resources('aws_cloudfront_distribution')
    .some((distribution) =>
      valuesAt(distribution, 'origin.vpc_origin_config.vpc_origin_id').includes(origin.id ?? null),
    );
  return isUsed ? `CannotUpdateEntityWhileInUse: ${origin.id} is associated with a distribution.` : undefined;
}

function unreachableOrigin(origin: Values, account: Account): string | undefined {
  const [arn] = valuesAt(origin, 'vpc_origin_endpoint_config.arn');
  const [subnet] = valuesAt(account.find('aws_lb', 'arn', arn) ?? {}, 'subnets');
  return missingInternetGateway(subnet, account);
}
