import type { Construct } from 'constructs';
import type { Environment } from '../environment';
import { Bastion } from '../hosts/bastion';
import type { Hosts } from '../hosts/hosts';
import type { Network } from '../network/network';
import type { Database } from './database';
import { psqlCommand } from './psql-command';

export interface OperatorAccessProps {
  readonly environment: Environment;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
  readonly network: Network;
  readonly database: Database;
  /** The EC2 instances that run the tasks. @default none: a bastion is created */
  readonly hosts?: Hosts;
}

/**
 * Allows operators to reach the database through the hosts or, on Fargate, through a bastion.
 * @returns a script that opens psql on the database
 */
export function defineOperatorAccess(scope: Construct, { database, hosts, ...props }: OperatorAccessProps): string {
  const operators = hosts ?? new Bastion(scope, 'jump', props);
  database.allowAccess('operators', operators.securityGroupId, 'operators, by Session Manager');
  return psqlCommand(props.environment, operators.instanceName);
}
