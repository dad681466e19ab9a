import type { Environment } from '../stacks/environment';
import { project, region } from './project';

/** Three tiers behind CloudFront, all in private subnets: a load balancer, tasks on EC2 instances, and a PostgreSQL database. */
export const prod: Environment = {
  project,
  name: 'prod',
  region,
  // To allow changes only in one AWS account, add its 12-digit ID: account: '123456789012',
  state: { kind: 'local' },
  network: {
    kind: 'dedicated',
    cidr: '10.2.0.0/16',
    publicSubnets: { a: '10.2.1.0/24', b: '10.2.2.0/24' },
    privateSubnets: { a: '10.2.16.0/20', b: '10.2.32.0/20' },
    // With 'per zone', each zone has its own NAT gateway. Outgoing traffic then survives the failure of a zone, but you pay for two
    // gateways.
    nat: 'one',
  },
  // The app's HTTPS address ends with cloudfront.net. To use your own domain, add `domain: { name: 'app.example.com', zone: 'example.com'
  // }`.
  ingress: { kind: 'load-balanced', cdn: {}, firewall: {} },
  // To use Fargate instead: compute: { kind: 'fargate', cpu: 256, memoryMiB: 512, architecture: 'ARM64' },
  compute: {
    kind: 'ec2',
    instanceType: 't4g.small',
    cpu: 256,
    memoryMiB: 512,
    architecture: 'ARM64',
    hosts: { min: 2, max: 4 },
  },
  scale: { kind: 'automatic', min: 2, max: 4 },
  // To add a standby instance in the other zone, add `multiAz: true` to `database`.
  profiles: { database: { instanceClass: 'db.t4g.micro', storageGiB: 20, maxStorageGiB: 100 } },
  // To receive alarms by email: monitoring: { email: 'NAME@DOMAIN' },
  monitoring: {},
  logRetentionDays: 90,
  removal: 'protect',
};
