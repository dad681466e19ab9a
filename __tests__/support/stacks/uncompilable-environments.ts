import type { Environment } from '../../../stacks/environment';
import { fixture, threeTiers } from './fixture-environment';

/** Environments that must not compile: tsc (`npm run check`) refuses a `@ts-expect-error` with no error under it. */
export const uncompilableEnvironments: readonly Environment[] = [
  // @ts-expect-error a network that is neither dedicated nor anything else
  { ...fixture, network: { kind: 'imaginary' } },
  // @ts-expect-error a dedicated network without subnets
  { ...fixture, network: { kind: 'dedicated', cidr: '10.0.0.0/16' } },
  // @ts-expect-error CPU units that Fargate lacks
  { ...fixture, compute: { ...fixture.compute, cpu: 300 } },
  // @ts-expect-error another architecture
  { ...fixture, compute: { ...fixture.compute, architecture: 'riscv' } },
  // @ts-expect-error a retention that CloudWatch lacks
  { ...fixture, logRetentionDays: 10 },
  // @ts-expect-error neither destroy nor protect
  { ...fixture, removal: 'keep' },
  // @ts-expect-error ranges for a network that is not ours to divide
  { ...fixture, network: { kind: 'default', cidr: '10.0.0.0/16' } },
  // @ts-expect-error more tasks for more load, with nothing to spread it over them
  { ...fixture, scale: { kind: 'automatic', min: 1, max: 2 } },
  // @ts-expect-error a domain without a load balancer to hold its certificate
  { ...fixture, ingress: { kind: 'direct', domain: { name: 'a.example', zone: 'a.example' } } },
  // @ts-expect-error a firewall without a load balancer to stand before
  { ...fixture, ingress: { kind: 'direct', firewall: 'off' } },
  // @ts-expect-error a domain without its zone
  { ...fixture, ingress: { kind: 'load-balanced', domain: { name: 'a.example' } } },
  // @ts-expect-error a rule that neither blocks nor counts
  { ...fixture, ingress: { kind: 'load-balanced', firewall: { rate: 'log' } } },
  {
    ...fixture,
    ...threeTiers,
    // @ts-expect-error a domain, and plain HTTP
    ingress: { kind: 'load-balanced', domain: { name: 'a.b', zone: 'b' }, plainHttp: 'accepted' },
  },
  // @ts-expect-error profiles over plain HTTP that nobody has accepted
  { ...fixture, ...threeTiers, ingress: { kind: 'load-balanced' } },
  // @ts-expect-error plain HTTP that is neither accepted nor left out
  { ...fixture, ...threeTiers, ingress: { kind: 'load-balanced', plainHttp: 'refused' } },
  // @ts-expect-error state in a bucket without its region
  { ...fixture, state: { kind: 's3', bucket: 'states' } },
  // @ts-expect-error private subnets with no way out of them
  { ...fixture, ...threeTiers, network: { ...threeTiers.network, nat: undefined } },
  // @ts-expect-error a way out of private subnets where there are none
  { ...fixture, network: { ...fixture.network, nat: 'one' } },
  // @ts-expect-error tasks that nobody reaches
  { ...fixture, network: threeTiers.network },
  // @ts-expect-error hosts in public subnets
  { ...fixture, ...threeTiers, network: fixture.network, profiles: undefined },
  // @ts-expect-error hosts without a load balancer before them
  { ...fixture, compute: threeTiers.compute },
  // @ts-expect-error hosts without a number
  { ...fixture, ...threeTiers, compute: { ...threeTiers.compute, hosts: undefined } },
  // @ts-expect-error hosts of one's own, and Spot of Fargate
  { ...fixture, ...threeTiers, compute: { ...threeTiers.compute, spotPercent: 50 } },
  // @ts-expect-error a database in public subnets
  { ...fixture, profiles: threeTiers.profiles },
  // @ts-expect-error a database in the default VPC
  { ...fixture, ...threeTiers, network: { kind: 'default' }, compute: fixture.compute },
  // @ts-expect-error profiles without their database
  { ...fixture, ...threeTiers, profiles: {} },
  // @ts-expect-error a field that nobody reads
  { ...fixture, colour: 'blue' },
  // @ts-expect-error an account as a number, which would lose its leading zeros
  { ...fixture, account: 123456789012 },
];
