import { appContainer } from '../app-container';
import type { Distribution } from '../cdn/distribution';
import type { Environment } from '../environment';
import type { LoadBalancer } from '../load-balancer/load-balancer';
import type { Service } from '../service/service';

export interface AddressOutputsProps {
  readonly environment: Environment;
  readonly service: Service;
  /** The load balancer of the app. @default none: each task has a public address */
  readonly loadBalancer?: LoadBalancer;
  /** The CloudFront distribution in front of the load balancer. @default none: the load balancer is public */
  readonly cdn?: Distribution;
}

/** Returns the outputs for the address of the app, and for the networks from which requests reach it. */
export function addressOutputs(props: AddressOutputsProps) {
  return { ...urlOutputs(props), ...accessOutputs(props.environment) };
}

/** Returns the URL of the app or, without a load balancer, a command that prints the URLs of the tasks. */
function urlOutputs({ environment, service, loadBalancer, cdn }: AddressOutputsProps) {
  if (cdn) {
    return {
      application_url: { value: cdn.url, description: 'The URL of the app' },
      distribution_domain_name: {
        value: cdn.domainName,
        description: 'The domain name of the CloudFront distribution, for alias records and CNAME records',
      },
      distribution_id: { value: cdn.id, description: 'The id of the CloudFront distribution' },
      ...dnsOutputs(cdn),
    };
  }
  if (loadBalancer) {
    return {
      application_url: { value: loadBalancer.url, description: 'The URL of the app' },
      alb_dns_name: { value: loadBalancer.dnsName, description: 'The DNS name of the load balancer' },
      alb_zone_id: {
        value: loadBalancer.zoneId,
        description: 'The id of the Route 53 zone of the load balancer, for alias records',
      },
      ...dnsOutputs(loadBalancer),
    };
  }
  return {
    find_public_address: {
      value: `aws ec2 describe-network-interfaces --region ${environment.region} --filters Name=group-id,Values=${service.securityGroupId} --query "NetworkInterfaces[].Association.PublicIp | [].join('', ['http://', @, ':${appContainer(environment).port}'])" --output text`,
      description: 'A command that prints the URL of each running task. A deployment changes the URLs',
    },
  };
}

function dnsOutputs({ dnsRecord }: Pick<LoadBalancer, 'dnsRecord'>) {
  if (dnsRecord === undefined) return {};
  return {
    dns_record: {
      value: dnsRecord,
      description: 'The DNS record to create: name, type and target. At the apex of a zone, use ALIAS instead of CNAME',
    },
  };
}

function accessOutputs({ ingress: { allowFrom } }: Environment) {
  if (allowFrom === undefined) return {};
  const description = 'The only networks from which requests reach the app';
  return { allowed_networks: { value: allowFrom.join(', '), description } };
}
