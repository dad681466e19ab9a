import { queue } from '../../../stacks/app-resources/queue';
import type { Environment } from '../../../stacks/environment';
import { fixture, threeTiers } from './fixture-environment';

const existing = { kind: 'existing', vpcId: 'vpc-12345678', publicSubnetIds: [] } as const;

/** Environments that must not compile. `npm run check` fails if the line after a `@ts-expect-error` compiles. */
export const uncompilableEnvironments: readonly Environment[] = [
  // @ts-expect-error an unknown kind of network
  { ...fixture, network: { kind: 'imaginary' } },
  // @ts-expect-error a dedicated network without subnets
  { ...fixture, network: { kind: 'dedicated', cidr: '10.0.0.0/16' } },
  // @ts-expect-error CPU units that Fargate does not offer
  { ...fixture, compute: { ...fixture.compute, cpu: 300 } },
  // @ts-expect-error an unknown architecture
  { ...fixture, compute: { ...fixture.compute, architecture: 'riscv' } },
  // @ts-expect-error a log retention that CloudWatch does not support
  { ...fixture, logRetentionDays: 10 },
  // @ts-expect-error an unknown value of removal
  { ...fixture, removal: 'keep' },
  // @ts-expect-error an IP range for the default VPC
  { ...fixture, network: { kind: 'default', cidr: '10.0.0.0/16' } },
  // @ts-expect-error an existing network without subnets
  { ...fixture, network: { kind: 'existing', vpcId: 'vpc-12345678' } },
  // @ts-expect-error private subnets of an existing network without a load balancer
  { ...fixture, network: { ...existing, privateSubnetIds: [] } },
  // @ts-expect-error hosts in public subnets of an existing network
  { ...fixture, ...threeTiers, network: existing, profiles: undefined },
  // @ts-expect-error a database in public subnets of an existing network
  { ...fixture, ...threeTiers, network: existing, compute: fixture.compute },
  // @ts-expect-error IP ranges for an existing network
  { ...fixture, network: { ...existing, publicSubnets: { a: '10.0.1.0/24' } } },
  // @ts-expect-error autoscaling without a load balancer
  { ...fixture, scale: { kind: 'automatic', min: 1, max: 2 } },
  // @ts-expect-error a domain without a load balancer
  { ...fixture, ingress: { kind: 'direct', domain: { name: 'a.example', zone: 'a.example' } } },
  // @ts-expect-error a firewall without a load balancer
  { ...fixture, ingress: { kind: 'direct', firewall: 'off' } },
  {
    ...fixture,
    // @ts-expect-error a domain with both a zone and a certificate
    ingress: { kind: 'load-balanced', domain: { name: 'a.b', zone: 'b', certificateArn: 'arn' } },
  },
  // @ts-expect-error a domain with neither a zone nor a certificate
  { ...fixture, ingress: { kind: 'load-balanced', domain: { name: 'a.example' } } },
  // @ts-expect-error an unknown action of a firewall rule
  { ...fixture, ingress: { kind: 'load-balanced', firewall: { rate: 'log' } } },
  {
    ...fixture,
    ...threeTiers,
    // @ts-expect-error both a domain and plain HTTP
    ingress: { kind: 'load-balanced', domain: { name: 'a.b', zone: 'b' }, plainHttp: 'accepted' },
  },
  // @ts-expect-error CloudFront without a load balancer
  { ...fixture, ingress: { kind: 'direct', cdn: {} } },
  // @ts-expect-error both CloudFront and plain HTTP
  { ...fixture, ...threeTiers, ingress: { kind: 'load-balanced', cdn: {}, plainHttp: 'accepted' } },
  // @ts-expect-error unknown edge locations
  { ...fixture, ingress: { kind: 'load-balanced', cdn: { priceClass: 'PriceClass_300' } } },
  // @ts-expect-error profiles over plain HTTP without `plainHttp: 'accepted'`
  { ...fixture, ...threeTiers, ingress: { kind: 'load-balanced' } },
  // @ts-expect-error an unknown value of plainHttp
  { ...fixture, ...threeTiers, ingress: { kind: 'load-balanced', plainHttp: 'refused' } },
  // @ts-expect-error state in S3 without the region of the bucket
  { ...fixture, state: { kind: 's3', bucket: 'states' } },
  // @ts-expect-error private subnets without NAT
  { ...fixture, ...threeTiers, network: { ...threeTiers.network, nat: undefined } },
  // @ts-expect-error NAT without private subnets
  { ...fixture, network: { ...fixture.network, nat: 'one' } },
  // @ts-expect-error private subnets without a load balancer
  { ...fixture, network: threeTiers.network },
  // @ts-expect-error hosts in public subnets
  { ...fixture, ...threeTiers, network: fixture.network, profiles: undefined },
  // @ts-expect-error hosts without a load balancer
  { ...fixture, compute: threeTiers.compute },
  // @ts-expect-error hosts without a minimum and a maximum number
  { ...fixture, ...threeTiers, compute: { ...threeTiers.compute, hosts: undefined } },
  // @ts-expect-error hosts with Fargate Spot
  { ...fixture, ...threeTiers, compute: { ...threeTiers.compute, spotPercent: 50 } },
  // @ts-expect-error a database in public subnets
  { ...fixture, profiles: threeTiers.profiles },
  // @ts-expect-error a database in the default VPC
  { ...fixture, ...threeTiers, network: { kind: 'default' }, compute: fixture.compute },
  // @ts-expect-error profiles without the database
  { ...fixture, ...threeTiers, profiles: {} },
  // @ts-expect-error a resource that was not created with the function of its kind
  { ...fixture, resources: { jobs: { kind: 'queue' } } },
  // @ts-expect-error an unknown setting of a queue
  { ...fixture, resources: { jobs: queue({ app: 'sned' }) } },
  // @ts-expect-error an unknown field
  { ...fixture, colour: 'blue' },
  // @ts-expect-error an account ID as a number, which loses leading zeros
  { ...fixture, account: 123456789012 },
];
