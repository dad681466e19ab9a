/**
 * The region of the certificates, web ACLs and metrics of CloudFront, regardless of the environment's region. Each such resource has the
 * argument `region`, so one provider is enough.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 */
export const cdnRegion = 'us-east-1';
