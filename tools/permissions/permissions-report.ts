import {
  actionsWithoutResource,
  type CommandName,
  combinePolicies,
  commandPolicies,
  type Policies,
  policyCharacters,
  rowsFolder,
  type StackOwner,
  type Statement,
  typesWithoutRow,
} from '@eight-digit/aws-permissions';
import { readOwner } from './read-owner';

/** The IAM policies that allow one or more commands in one environment. */
export interface PermissionsReport {
  readonly environment: string;
  readonly commands: readonly CommandName[];
  /** The policies. Small ones are combined, because a role can have only ten managed policies. */
  readonly policies: readonly Policy[];
  /** Warnings that the user must read before using the policies. */
  readonly warnings: readonly string[];
}

/** A policy in the form that IAM accepts. */
export interface Policy {
  readonly name: string;
  readonly document: { readonly Version: '2012-10-17'; readonly Statement: readonly Statement[] };
  /** The number of characters as IAM counts them. A managed policy may have at most 6,144. */
  readonly characters: number;
}

/** The commands whose policies `npm run permissions <environment>` prints. Together, they deploy, change and destroy an environment. */
export const wholeLife = ['deploy', 'destroy'] as const;

/** The maximum number of managed policies of a role. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maxPolicies = 10;

export interface PermissionsReportProps {
  readonly environment: string;
  /** The stack's Terraform JSON. */
  readonly document: unknown;
  readonly commands: readonly CommandName[];
  /** The account in the ARNs. @default the account that the stack allows, or a placeholder if it names none */
  readonly accountId?: string | undefined;
}

/** Returns the policies that allow commands. */
export function permissionsReport(props: PermissionsReportProps): PermissionsReport {
  const { environment, document, commands, accountId } = props;
  const owner = readOwner(document, accountId === undefined ? {} : { accountId });
  // `npm run psql` needs a database. In a stack without one, it needs no permissions.
  const isUseless = commands.every((name) => name === 'psql') && !owner.has('aws_db_instance');
  const policies = isUseless ? [] : toPolicies(combinePolicies(commandPolicies(owner, ...commands), owner), owner);
  const reason = policies.length === 0 ? [reasonForNone(environment, owner, commands)] : [];
  return { environment, commands, policies, warnings: [...reason, ...warningsOf(owner, policies)] };
}

function toPolicies(policies: Policies, owner: StackOwner): Policy[] {
  return Object.entries(policies).map(([name, statements]) => {
    const document = { Version: '2012-10-17', Statement: statements } as const;
    return { name, document, characters: policyCharacters(statements, owner) };
  });
}

/** Returns a sentence that says why these commands need no permissions. */
function reasonForNone(environment: string, owner: StackOwner, commands: readonly CommandName[]): string {
  const names = commands.map((name) => `npm run ${name}`).join(' and ');
  if (!owner.isEnvironment)
    return `${names} can be used only for environments and not for the bootstrap, so it needs no permissions here.`;
  if (commands.includes('psql'))
    return `${environment} has no database, because environments/${environment}.ts does not set profiles.`;
  return commands.includes('secret')
    ? `${environment} has no secrets, because environments/${environment}.ts does not set app.secrets. ${names} writes only the parameters and secrets in app.secrets.`
    : `${names} calls nothing in AWS for ${environment}.`;
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
    ...(policies.length > maxPolicies
      ? [
          `There are ${policies.length} policies, but a role can have only ${maxPolicies} managed policies. Ask AWS to raise this quota of the account.`,
        ]
      : []),
    ...(text.includes('ACCOUNT_ID') ? ['Replace ACCOUNT_ID with the ID of your AWS account, or use --account.'] : []),
  ];
}
