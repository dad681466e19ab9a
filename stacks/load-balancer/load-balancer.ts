import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { healthPath, port, shutdownOf } from '../../contract';
import { type Domain, type Environment, firewallSettingsOf, type LoadBalancedIngress } from '../environment';
import { namePrefix, physicalName } from '../names';
import type { Network } from '../network/network';
import { lifecycleOf } from '../removal';
import { replaceTrigger } from '../replace-trigger';
import { defineAccessLogs } from './access-logs';
import { Certificate } from './certificate';
import { Firewall } from './firewall';
import { defineLoadBalancerSecurityGroup } from './load-balancer-security-group';

export interface LoadBalancerProps {
  readonly environment: Environment;
  readonly ingress: LoadBalancedIngress;
  /** The account that everything is in. */
  readonly accountId: string;
  readonly network: Network;
}

/** An application load balancer with its listeners, its name and its firewall; the environment's public entrance. */
export class LoadBalancer extends Construct {
  readonly dnsName: string;
  /** The zone of `dnsName`, for alias records elsewhere. */
  readonly zoneId: string;
  /** Where people find the app. */
  readonly url: string;
  readonly arnSuffix: string;
  readonly targetGroupArn: string;
  readonly targetGroupArnSuffix: string;
  readonly securityGroupId: string;
  /** undefined where the firewall is off. */
  readonly firewallName?: string;
  /** A service depends on these: before them its tasks are registered with a target group that nothing asks. */
  readonly listeners: readonly ITerraformDependable[];
  private readonly loadBalancer: Lb;
  private readonly targetGroup: LbTargetGroup;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { environment, ingress, accountId, network } = props;
    const { domain } = ingress;
    // They hold whole URLs, and the URL of a profile's own page holds the token that lets anybody change it.
    const accessLogs = environment.profiles ? undefined : defineAccessLogs(this, environment, accountId);
    this.securityGroupId = defineLoadBalancerSecurityGroup(this, {
      namePrefix: namePrefix(environment, 'load-balancer', 'securityGroupPrefix'),
      vpcId: network.vpcId,
      ports: domain ? [80, 443] : [80],
    });
    this.loadBalancer = new Lb(this, 'lb', {
      name: physicalName(environment, 'app', 'loadBalancer'),
      loadBalancerType: 'application',
      internal: false,
      ipAddressType: 'ipv4',
      subnets: network.publicSubnetIds,
      securityGroups: [this.securityGroupId],
      dropInvalidHeaderFields: true,
      enableDeletionProtection: environment.removal === 'protect',
      // Always written: the provider ignores that the block is gone, and AWS would go on logging. Without logs no bucket is asked for.
      accessLogs: accessLogs ? { enabled: true, bucket: accessLogs.name } : { enabled: false, bucket: 'none' },
      // AWS tries the bucket at once, and needs the way to the internet for a public address.
      dependsOn: [...(accessLogs ? [accessLogs.policy] : []), ...network.internetAccess],
      lifecycle: {
        // AWS cannot move a load balancer to another VPC, and its name is taken until it is gone.
        replaceTriggeredBy: [replaceTrigger(this, 'vpc', network.vpcId)],
        // Else an apply takes listeners and firewall away before AWS refuses to delete the load balancer itself.
        ...lifecycleOf(environment.removal),
      },
    });
    this.targetGroup = this.defineTargetGroup(environment, network.vpcId);
    this.listeners = domain ? this.defineHttps(domain) : [this.defineHttp()];
    this.firewallName = this.defineFirewall(props)?.name;

    this.dnsName = this.loadBalancer.dnsName;
    this.zoneId = this.loadBalancer.zoneId;
    this.url = domain ? `https://${domain.name}` : `http://${this.dnsName}`;
    this.arnSuffix = this.loadBalancer.arnSuffix;
    this.targetGroupArn = this.targetGroup.arn;
    this.targetGroupArnSuffix = this.targetGroup.arnSuffix;
  }

  private defineTargetGroup(environment: Environment, vpcId: string): LbTargetGroup {
    return new LbTargetGroup(this, 'target-group', {
      // A listener holds on to its group, so a new one must stand beside it; a prefix takes six characters.
      namePrefix: `${environment.name.slice(0, 5)}-`,
      lifecycle: { createBeforeDestroy: true },
      targetType: 'ip',
      port,
      protocol: 'HTTP',
      vpcId,
      deregistrationDelay: String(shutdownOf(environment.profiles !== undefined).deregistrationDelaySeconds),
      healthCheck: {
        path: healthPath,
        matcher: '200',
        interval: 30,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      tags: { Name: physicalName(environment, 'app', 'tag') },
    });
  }

  private defineHttp(): LbListener {
    return new LbListener(this, 'http', {
      loadBalancerArn: this.loadBalancer.arn,
      port: 80,
      protocol: 'HTTP',
      defaultAction: [{ type: 'forward', targetGroupArn: this.targetGroup.arn }],
    });
  }

  /** HTTPS at the domain's name, and a redirect to it from HTTP. */
  private defineHttps({ name, zone }: Domain): LbListener[] {
    const { zoneId } = new DataAwsRoute53Zone(this, 'route53-zone', { name: zone, privateZone: false });
    const certificate = new Certificate(this, 'certificate', { domainName: name, zoneId });
    const https = new LbListener(this, 'https', {
      loadBalancerArn: this.loadBalancer.arn,
      port: 443,
      protocol: 'HTTPS',
      // TLS 1.3, and 1.2 for those who cannot.
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      certificateArn: certificate.arn,
      defaultAction: [{ type: 'forward', targetGroupArn: this.targetGroup.arn }],
    });
    const redirect = new LbListener(this, 'http', {
      loadBalancerArn: this.loadBalancer.arn,
      port: 80,
      protocol: 'HTTP',
      // Nobody is sent to a port that is not open yet.
      dependsOn: [https],
      defaultAction: [{ type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' } }],
    });
    // There is no AAAA record: the load balancer has no IPv6 address, and a browser that prefers IPv6 would ask in vain.
    new Route53Record(this, 'alias-a', {
      zoneId,
      name,
      type: 'A',
      alias: { name: this.loadBalancer.dnsName, zoneId: this.loadBalancer.zoneId, evaluateTargetHealth: true },
    });
    return [https, redirect];
  }

  private defineFirewall({ environment, ingress }: LoadBalancerProps): Firewall | undefined {
    const settings = firewallSettingsOf(ingress);
    return (
      settings && new Firewall(this, 'firewall', { environment, settings, loadBalancerArn: this.loadBalancer.arn })
    );
  }
}
