import type { Environment } from '../stacks/environment';
import { project, region } from './project';

/** The smallest environment: one task with a public address and no load balancer. `npm start` runs it locally. */
export const dev: Environment = {
  project,
  name: 'dev',
  region,
  // To allow changes only in one AWS account, add its 12-digit ID: account: '123456789012',
  state: { kind: 'local' },
  network: {
    kind: 'dedicated',
    cidr: '10.0.0.0/16',
    publicSubnets: { a: '10.0.1.0/24', b: '10.0.2.0/24' },
  },
  ingress: { kind: 'direct' },
  compute: { kind: 'fargate', cpu: 256, memoryMiB: 512, architecture: 'ARM64' },
  scale: { kind: 'fixed', tasks: 1 },
  table: { name: 'EightDigit' },
  logRetentionDays: 7,
  removal: 'destroy',
};
