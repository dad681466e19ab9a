import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53Record, type Route53RecordConfig } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { cdnRegion } from '../../contract';
import { Certificate } from '../domain/certificate';
import { externalRecord } from '../domain/external-record';
import type { Environment } from '../environment';
import { WebAcl } from '../firewall/web-acl';
import type { LoadBalancer } from '../load-balancer/load-balancer';
import { physicalName } from '../names';
import type { Domain } from '../settings/domain-settings';
import { type CdnIngress, firewallSettingsOf, hasWebAcl } from '../settings/ingress-settings';
import { cacheableErrors, cacheBehavior } from './caching';
import { defineVpcOrigin } from './vpc-origin';

const originId = 'load-balancer';

export interface DistributionProps {
  readonly environment: Environment;
  readonly ingress: CdnIngress;
  /** The internal load balancer to which CloudFront sends all requests. */
  readonly loadBalancer: LoadBalancer;
}

/**
 * A CloudFront distribution in front of the internal load balancer, with a firewall. If the environment has a domain, the distribution also
 * has a certificate and DNS records.
 */
export class Distribution extends Construct {
  readonly id: string;
  readonly domainName: string;
  /** The URL of the app: its domain or, without a domain, the domain name of the distribution. */
  readonly url: string;
  /**
   * The DNS record that somebody must create, for example `app.example.com CNAME x.cloudfront.net`.
   * @default none: there is no domain, or Terraform creates the record
   */
  readonly dnsRecord?: string;
  /** The name of the web ACL. @default none: the environment has neither a firewall nor `allowFrom` */
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
      // With `allowFrom`, turn IPv6 off: the setting contains only IPv4 ranges, so a client in an allowed network would be blocked if it
      // used its IPv6 address.
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
      defaultCacheBehavior: cacheBehavior(originId),
      customErrorResponse: cacheableErrors.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 })),
      viewerCertificate: domain ? ownCertificate(domain, zoneId, loadBalancer) : defaultCertificate,
      restrictions: { geoRestriction: { restrictionType: 'none' } },
      lifecycle: { replaceTriggeredBy: [loadBalancer.replaced] },
    });
    if (domain && zoneId !== undefined) {
      for (const type of ingress.allowFrom ? ['A'] : ['A', 'AAAA']) {
        this.defineAlias(distribution, { zoneId, name: domain.name, type });
      }
    }

    this.id = distribution.id;
    this.domainName = distribution.domainName;
    this.url = `https://${domain ? domain.name : distribution.domainName}`;
    this.dnsRecord = domain?.certificateArn && externalRecord(domain.name, distribution.domainName);
    this.webAclName = webAcl?.name;
  }

  private defineAlias(
    { domainName, hostedZoneId }: CloudfrontDistribution,
    record: Pick<Route53RecordConfig, 'zoneId' | 'name' | 'type'>,
  ): void {
    new Route53Record(this, `alias-${record.type.toLowerCase()}`, {
      ...record,
      // Route 53 cannot evaluate the health of a CloudFront distribution.
      alias: { name: domainName, zoneId: hostedZoneId, evaluateTargetHealth: false },
    });
  }
}

/**
 * Returns the arguments for the certificate of the domain. In an environment without CloudFront, the certificate of the load balancer has
 * the same Terraform address and the same validation record. So if `cdn` is added or removed, Terraform deletes the record before it
 * creates the record again.
 * @param zoneId the Route 53 zone of the domain, if it has one
 */
function ownCertificate({ name: domainName, certificateArn }: Domain, zoneId: string | undefined, scope: LoadBalancer) {
  return {
    acmCertificateArn:
      zoneId === undefined
        ? certificateArn
        : new Certificate(scope, 'certificate', { domainName, zoneId, region: cdnRegion }).arn,
    sslSupportMethod: 'sni-only',
    // Allows TLS 1.3 and 1.2.
    minimumProtocolVersion: 'TLSv1.2_2021',
  };
}

/** The arguments for CloudFront's own certificate for `*.cloudfront.net`. AWS decides which TLS versions clients may use with it. */
const defaultCertificate = { cloudfrontDefaultCertificate: true };

/**
 * CloudFront's timeouts for the load balancer, in seconds. The read timeout limits the wait for the start of a response and for each
 * further part. Event streams send a heartbeat every 25 seconds, so they do not reach this limit. The keep-alive timeout is shorter than
 * the load balancer's (60 seconds), so that CloudFront never uses a connection that the load balancer has closed.
 */
const originTimeouts = { originReadTimeout: 60, originKeepaliveTimeout: 30 };
