import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import type { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { Certificate } from '../domain/certificate';
import { externalRecord } from '../domain/external-record';
import type { Environment } from '../environment';
import { WebAcl } from '../firewall/web-acl';
import { namePrefix, physicalName } from '../names';
import type { Network } from '../network/network';
import { lifecycleOf } from '../removal/lifecycle';
import type { Route53Domain } from '../settings/domain-settings';
import { firewallSettingsOf, type LoadBalancedIngress } from '../settings/ingress-settings';
import type { Bucket } from '../storage/bucket';
import { replaceTrigger, triggerOf } from '../terraform/replace-trigger';
import { defineAccessLogs } from './access-logs';
import { defineHttpListener, defineHttpsListeners } from './listeners';
import { defineLoadBalancerSecurityGroup } from './load-balancer-security-group';
import { defineTargetGroup } from './target-group';

export interface LoadBalancerProps {
  readonly environment: Environment;
  readonly ingress: LoadBalancedIngress;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
  readonly network: Network;
}

/**
 * An application load balancer with listeners, access logs and a firewall. If it serves a domain, it also has a certificate and a DNS
 * record. With CloudFront, it is internal and has only an HTTP listener, because the distribution has the firewall, the certificate and the
 * records.
 */
export class LoadBalancer extends Construct {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
  /** The id of the Route 53 zone of `dnsName`, for alias records. */
  readonly zoneId: string;
  /** The URL of the load balancer. It is the URL of the app, unless the load balancer is internal. */
  readonly url: string;
  /**
   * The DNS record that somebody must create, for example `app.example.com CNAME x.elb.amazonaws.com`.
   * @default none: there is no domain, or Terraform creates the record
   */
  readonly dnsRecord?: string;
  /** A reference for `replaceTriggeredBy`. It changes when the load balancer is replaced. */
  readonly replaced: string;
  readonly arnSuffix: string;
  readonly targetGroupArn: string;
  readonly targetGroupArnSuffix: string;
  readonly securityGroupId: string;
  /** The name of the firewall's web ACL. @default none: the firewall is off, or belongs to CloudFront */
  readonly webAclName?: string;
  /** The listeners of the load balancer. The service must depend on them, because ECS cannot use a target group without a listener. */
  readonly listeners: readonly ITerraformDependable[];
  private readonly loadBalancer: Lb;
  private readonly targetGroup: LbTargetGroup;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { environment, ingress, accountId, network } = props;
    const isInternal = ingress.cdn !== undefined;
    const domain = isInternal ? undefined : ingress.domain;
    // With profiles, there are no access logs, because the logs would contain full URLs, and the URL of a profile's page contains the token
    // to change the profile.
    const accessLogs = environment.profiles ? undefined : defineAccessLogs(this, environment, accountId);
    this.securityGroupId = defineLoadBalancerSecurityGroup(this, {
      namePrefix: namePrefix(environment, 'load-balancer', 'securityGroupPrefix'),
      vpcId: network.vpcId,
      ingress: isInternal ? 'cloudfront' : { ports: domain ? [80, 443] : [80], allowFrom: ingress.allowFrom },
    });
    this.loadBalancer = this.defineLoadBalancer(props, accessLogs);
    this.targetGroup = defineTargetGroup(this, { environment, vpcId: network.vpcId });
    const listeners = { loadBalancerArn: this.loadBalancer.arn, targetGroupArn: this.targetGroup.arn };
    this.listeners = domain
      ? defineHttpsListeners(this, { ...listeners, certificateArn: domain.certificateArn ?? this.defineDns(domain) })
      : [defineHttpListener(this, listeners)];
    this.webAclName = isInternal ? undefined : this.defineWebAcl(props)?.name;

    this.arn = this.loadBalancer.arn;
    this.name = this.loadBalancer.name;
    this.dnsName = this.loadBalancer.dnsName;
    this.zoneId = this.loadBalancer.zoneId;
    this.url = domain ? `https://${domain.name}` : `http://${this.dnsName}`;
    this.dnsRecord = domain?.certificateArn && externalRecord(domain.name, this.dnsName);
    this.replaced = triggerOf(this.loadBalancer);
    this.arnSuffix = this.loadBalancer.arnSuffix;
    this.targetGroupArn = this.targetGroup.arn;
    this.targetGroupArnSuffix = this.targetGroup.arnSuffix;
  }

  private defineLoadBalancer({ environment, ingress, network }: LoadBalancerProps, accessLogs?: Bucket): Lb {
    const isInternal = ingress.cdn !== undefined;
    return new Lb(this, 'lb', {
      name: physicalName(environment, 'app', 'loadBalancer'),
      loadBalancerType: 'application',
      internal: isInternal,
      ipAddressType: 'ipv4',
      subnets: isInternal ? (network.privateSubnetIds ?? network.publicSubnetIds) : network.publicSubnetIds,
      securityGroups: [this.securityGroupId],
      dropInvalidHeaderFields: true,
      enableDeletionProtection: environment.removal === 'protect',
      // The block is always present. If it were removed, the provider would change nothing, and AWS would continue to log. A disabled block
      // needs no real bucket.
      accessLogs: accessLogs ? { enabled: true, bucket: accessLogs.name } : { enabled: false, bucket: 'none' },
      // AWS checks its access to the log bucket immediately, so the bucket policy must exist. A public load balancer and CloudFront need an
      // internet gateway.
      dependsOn: [...(accessLogs ? [accessLogs.policy] : []), ...network.internetAccess],
      lifecycle: {
        // AWS cannot move a load balancer to another VPC. The old load balancer must be deleted first, because the new one has the same
        // name.
        replaceTriggeredBy: [replaceTrigger(this, 'vpc', network.vpcId)],
        // With `protect`, a plan that deletes the load balancer fails. Otherwise, the apply would delete the listeners and the firewall
        // before AWS refuses to delete the load balancer.
        ...lifecycleOf(environment.removal),
      },
    });
  }

  /**
   * Defines the certificate and the DNS record of a domain in Route 53.
   * @returns the ARN of the certificate
   */
  private defineDns({ name, zone }: Route53Domain): string {
    const { zoneId } = new DataAwsRoute53Zone(this, 'route53-zone', { name: zone, privateZone: false });
    // There is no AAAA record, because the load balancer has no IPv6 address.
    new Route53Record(this, 'alias-a', {
      zoneId,
      name,
      type: 'A',
      alias: { name: this.loadBalancer.dnsName, zoneId: this.loadBalancer.zoneId, evaluateTargetHealth: true },
    });
    return new Certificate(this, 'certificate', { domainName: name, zoneId }).arn;
  }

  private defineWebAcl({ environment, ingress }: LoadBalancerProps): WebAcl | undefined {
    const settings = firewallSettingsOf(ingress);
    return settings && new WebAcl(this, 'firewall', { environment, settings, loadBalancerArn: this.loadBalancer.arn });
  }
}
