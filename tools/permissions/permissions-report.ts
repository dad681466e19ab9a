import {
  actionsWithoutResource,
  type CommandName,
  commandPolicies,
  type Policies,
  rowsFolder,
  type StackOwner,
  type Statement,
  typesWithoutRow,
} from '@eight-digit/aws-permissions';
import { readOwner } from './read-owner';

/** The policies for one command on one environment. */
export interface PermissionsReport {
  readonly environment: string;
  readonly command: CommandName;
  readonly policies: readonly Policy[];
  /** Warnings to read before using the policies. */
  readonly warnings: readonly string[];
}

/** A policy, as IAM accepts it. */
export interface Policy {
  readonly name: string;
  readonly document: { readonly Version: '2012-10-17'; readonly Statement: readonly Statement[] };
  /** The size, of which IAM allows 6,144 for a managed policy. */
  readonly characters: number;
}

/**
 * Returns the policies for a command.
 * @param document the stack's Terraform JSON
 * @param accountId @default the account that the stack allows, otherwise a placeholder
 */
export function permissionsReport(
  environment: string,
  document: unknown,
  command: CommandName,
  accountId?: string,
): PermissionsReport {
  const owner = readOwner(document, accountId === undefined ? {} : { accountId });
  const policies = toPolicies(commandPolicies(owner, command));
  return { environment, command, policies, warnings: warningsOf(owner, policies) };
}

function toPolicies(policies: Policies): Policy[] {
  return Object.entries(policies).map(([name, statements]) => {
    const document = { Version: '2012-10-17', Statement: statements } as const;
    return { name, document, characters: JSON.stringify(document).length };
  });
}

function warningsOf(owner: StackOwner, policies: readonly Policy[]): string[] {
  const text = JSON.stringify(policies);
  const missing = [...typesWithoutRow(owner), ...actionsWithoutResource(owner)];
  return [
    ...(missing.length > 0
      ? [`The permissions for ${missing.join(', ')} are unknown. Add or correct the row of each type in ${rowsFolder}.`]
      : []),
    ...(text.includes('iam:PutRolePolicy') && owner.boundaryArn === undefined
      ? [
          owner.isEnvironment
            ? 'The roles have no permissions boundary, so these policies can give them any permission. The bootstrap creates a boundary: docs/bootstrap.md.'
            : 'The bootstrap creates roles with any permission, so only an administrator may have these policies.',
        ]
      : []),
    ...(text.includes('ACCOUNT_ID') ? ['Replace ACCOUNT_ID with your account, or use --account.'] : []),
  ];
}
