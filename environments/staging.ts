import type { Environment } from '../stacks/environment';
import { project, region } from './project';

/** Ready for real traffic: a load balancer in the account's default VPC, two to four tasks in different zones, and alarms. */
export const staging: Environment = {
  project,
  name: 'staging',
  region,
  // To allow changes only in one AWS account, add its 12-digit ID: account: '123456789012',
  state: { kind: 'local' },
  network: { kind: 'default' },
  // To add HTTPS and a firewall: ingress: { kind: 'load-balanced', domain: { name: 'app.example.com', zone: 'example.com' } },
  ingress: { kind: 'load-balanced' },
  compute: { kind: 'fargate', cpu: 256, memoryMiB: 512, architecture: 'ARM64' },
  scale: { kind: 'automatic', min: 2, max: 4 },
  // To receive alarms by email: monitoring: { email: 'NAME@DOMAIN' },
  monitoring: {},
  logRetentionDays: 30,
  // Change this to 'protect' before the environment contains data that must not be lost.
  removal: 'destroy',
};
