import type { CloudfrontDistributionDefaultCacheBehavior as CacheBehavior } from '@cdktf/provider-aws/lib/cloudfront-distribution';

/**
 * Returns the cache behavior of all requests. CloudFront passes each request to the app with its query string, its cookies and all header
 * fields (including `Host` and `Origin`). It caches only responses to GET and HEAD whose `Cache-Control` or `Expires` allows it.
 */
export function cacheBehavior(targetOriginId: string): CacheBehavior {
  return {
    targetOriginId,
    viewerProtocolPolicy: 'redirect-to-https',
    allowedMethods: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'],
    cachedMethods: ['GET', 'HEAD'],
    // AWS's cache policy UseOriginCacheControlHeaders-QueryStrings. Its cache key contains the URL, `Host`, `Origin` and all cookies.
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
    cachePolicyId: '4cc15a8a-d715-48a4-82b8-cc0b614638fe',
    // AWS's origin request policy AllViewer.
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
    originRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3',
    // Compression by CloudFront makes ETags weak, and a weak ETag never matches in If-Match. It also allows attackers to guess secrets in a
    // page (BREACH).
    compress: false,
  };
}

/**
 * The status codes of errors that CloudFront caches for ten seconds by default.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
export const cacheableErrors = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
