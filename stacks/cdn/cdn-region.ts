/**
 * The region of everything that CloudFront uses, wherever the environment is: certificates, web ACLs and metrics. Each such resource has the
 * argument `region`, so one provider is enough.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 */
export const cdnRegion = 'us-east-1';
