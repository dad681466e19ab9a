import { possibleBlocksIn } from './attributes';
import { ruleFor } from './rule';

const encrypted = ['redirect-to-https', 'https-only'];

/** Requires that no CloudFront distribution serves plain HTTP. */
export const httpsDistributions = ruleFor(['aws_cloudfront_distribution'], ({ attributes }) => {
  const behaviors = ['default_cache_behavior', 'ordered_cache_behavior'].flatMap((name) =>
    possibleBlocksIn(attributes, name),
  );
  const isEncrypted = behaviors.every(({ viewer_protocol_policy: policy }) => encrypted.includes(String(policy)));
  return isEncrypted
    ? undefined
    : "This distribution serves plain HTTP. Set viewerProtocolPolicy: 'redirect-to-https' in all cache behaviors.";
});
