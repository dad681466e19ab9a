import type { Environment } from '../stacks/environment';
import { project, region } from './project';

/** Ready for real traffic: a load balancer in the account's default VPC, two to four tasks in different zones, alarms. */
export const staging: Environment = {
  project,
  name: 'staging',
  region,
  // With the twelve digits of an `account` here, Terraform refuses to touch any other.
  state: { kind: 'local' },
  network: { kind: 'default' },
  // A `domain: { name: 'app.example.com', zone: 'example.com' }` in here brings HTTPS and a firewall.
  ingress: { kind: 'load-balanced' },
  compute: { kind: 'fargate', cpu: 256, memoryMiB: 512, architecture: 'ARM64' },
  scale: { kind: 'automatic', min: 2, max: 4 },
  // With an `email` in here, alarms are sent to it.
  monitoring: {},
  logRetentionDays: 30,
  // Before it holds what must not be lost: 'protect'.
  removal: 'destroy',
};
