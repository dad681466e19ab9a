import {
  type CloudfrontDistributionDefaultCacheBehavior as CacheBehavior,
  CloudfrontDistribution,
} from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { WebAcl } from '../firewall/web-acl';
import { Certificate } from '../load-balancer/certificate';
import { externalRecord } from '../load-balancer/external-record';
import type { LoadBalancer } from '../load-balancer/load-balancer';
import { physicalName } from '../names';
import type { Domain } from '../settings/domain-settings';
import { type CdnIngress, firewallSettingsOf, hasWebAcl } from '../settings/ingress-settings';
import { cdnRegion } from './cdn-region';
import { defineVpcOrigin } from './vpc-origin';

export interface DistributionProps {
  readonly environment: Environment;
  readonly ingress: CdnIngress;
  /** The internal load balancer that receives all requests. */
  readonly loadBalancer: LoadBalancer;
}

/**
 * A CloudFront distribution in front of the internal load balancer, with a firewall; with a domain, also with a certificate and DNS
 * records.
 */
export class Distribution extends Construct {
  readonly id: string;
  readonly domainName: string;
  /** The URL of the app. */
  readonly url: string;
  /**
   * The DNS record to create, as in `app.example.com CNAME x.cloudfront.net`.
   * @default none: there is no domain, or Terraform creates the record
   */
  readonly dnsRecord?: string;
  /** The name of the web ACL. @default none: there is neither a firewall nor `allowFrom` */
  readonly webAclName?: string;

  constructor(scope: Construct, id: string, { environment, ingress, loadBalancer }: DistributionProps) {
    super(scope, id);
    const { domain, cdn } = ingress;
    const zoneId =
      domain?.zone === undefined
        ? undefined
        : new DataAwsRoute53Zone(this, 'route53-zone', { name: domain.zone, privateZone: false }).zoneId;
    const webAcl = hasWebAcl(ingress)
      ? new WebAcl(this, 'firewall', { environment, settings: firewallSettingsOf(ingress) })
      : undefined;
    const name = physicalName(environment, 'app', 'distributionComment');
    const distribution = new CloudfrontDistribution(this, 'distribution', {
      enabled: true,
      comment: name,
      aliases: domain && [domain.name],
      httpVersion: 'http2and3',
      // The allowed networks are IPv4 ranges. Otherwise, a client with IPv4 and IPv6 addresses would use IPv6.
      isIpv6Enabled: ingress.allowFrom === undefined,
      priceClass: cdn.priceClass ?? 'PriceClass_All',
      webAclId: webAcl?.arn,
      origin: [
        {
          originId,
          domainName: loadBalancer.dnsName,
          vpcOriginConfig: { vpcOriginId: defineVpcOrigin(this, name, loadBalancer), ...originTimeouts },
        },
      ],
      defaultCacheBehavior: cacheBehavior,
      customErrorResponse: cacheableErrors.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 })),
      viewerCertificate: domain ? ownCertificate(domain, zoneId, loadBalancer) : defaultCertificate,
      restrictions: { geoRestriction: { restrictionType: 'none' } },
      lifecycle: { replaceTriggeredBy: [loadBalancer.replaced] },
    });
    const types = ingress.allowFrom ? ['A'] : ['A', 'AAAA'];
    if (domain && zoneId !== undefined) this.defineRecords(domain, zoneId, distribution, types);

    this.id = distribution.id;
    this.domainName = distribution.domainName;
    this.url = `https://${domain ? domain.name : distribution.domainName}`;
    this.dnsRecord = domain?.certificateArn && externalRecord(domain.name, distribution.domainName);
    this.webAclName = webAcl?.name;
  }

  private defineRecords(
    { name }: Domain,
    zoneId: string,
    distribution: CloudfrontDistribution,
    types: readonly string[],
  ): void {
    for (const type of types) {
      new Route53Record(this, `alias-${type.toLowerCase()}`, {
        zoneId,
        name,
        type,
        // CloudFront does not support the evaluation of its health.
        alias: { name: distribution.domainName, zoneId: distribution.hostedZoneId, evaluateTargetHealth: false },
      });
    }
  }
}

const originId = 'load-balancer';

/**
 * The certificate of the domain. ACM validates it with the same DNS record as the certificate of a load balancer without CloudFront, so
 * both have the same addresses. If `cdn` is added or removed, Terraform then deletes the record before it creates it again.
 * @param zoneId the Route 53 zone of the domain, if it has one
 */
function ownCertificate({ name: domainName, certificateArn }: Domain, zoneId: string | undefined, scope: LoadBalancer) {
  return {
    acmCertificateArn:
      zoneId === undefined
        ? certificateArn
        : new Certificate(scope, 'certificate', { domainName, zoneId, region: cdnRegion }).arn,
    sslSupportMethod: 'sni-only',
    // TLS 1.3 and 1.2.
    minimumProtocolVersion: 'TLSv1.2_2021',
  };
}

/** CloudFront's own certificate for `*.cloudfront.net`, for which AWS sets the TLS versions. */
const defaultCertificate = { cloudfrontDefaultCertificate: true };

/**
 * The timeouts of the load balancer in seconds. CloudFront waits this long for the start of a response, and for each following part: an
 * event stream sends a heartbeat every 25 seconds. It closes idle connections earlier than the load balancer, which closes them after 60
 * seconds.
 */
const originTimeouts = { originReadTimeout: 60, originKeepaliveTimeout: 30 };

/**
 * Passes all requests to the app with all their header fields, including `Host` and `Origin`, cookies and query strings. It caches only
 * responses to GET and HEAD whose `Cache-Control` or `Expires` allows it.
 */
const cacheBehavior: CacheBehavior = {
  targetOriginId: originId,
  viewerProtocolPolicy: 'redirect-to-https',
  allowedMethods: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'],
  cachedMethods: ['GET', 'HEAD'],
  // AWS's policy UseOriginCacheControlHeaders-QueryStrings. Its cache key contains the URL, `Host`, `Origin` and all cookies.
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
  cachePolicyId: '4cc15a8a-d715-48a4-82b8-cc0b614638fe',
  // AWS's policy AllViewer.
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
  originRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3',
  // Compression makes ETags weak, and a weak ETag fails in If-Match. It also allows attackers to guess secrets in a page (BREACH).
  compress: false,
};

/**
 * The errors that CloudFront would cache for ten seconds.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
const cacheableErrors = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
