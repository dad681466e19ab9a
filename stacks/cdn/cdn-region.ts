/**
 * The AWS region of CloudFront's certificates, web ACLs and metrics, regardless of the environment's region. These resources set the
 * argument `region`, so they need no second provider.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 */
export const cdnRegion = 'us-east-1';
